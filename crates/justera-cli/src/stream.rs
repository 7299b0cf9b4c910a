//! `justera convert -`: JSON Lines in, JSON Lines out, in order.

use std::io::BufRead;

use justera::Minutes;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::inputs::{self, Failure, Input};
use crate::messages::Messages;
use crate::{DONE, SOME_FAILED, Stop, output};

/// One document asked for.
#[derive(Debug, Deserialize)]
struct Asked {
    /// Whatever the asker calls it; a number is taken as well as a text.
    #[serde(default)]
    id: serde_json::Value,
    text: Option<String>,
    path: Option<String>,
}

/// One answer: the minutes, or what went wrong.
#[derive(Serialize)]
struct Answer {
    id: serde_json::Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    minutes: Option<Minutes>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Trouble>,
}

#[derive(Serialize)]
struct Trouble {
    kind: &'static str,
    message: String,
}

/// Lines that are read before any is answered: what is read ahead is held in memory, so it is little.
const AHEAD: usize = 16;

/// Answers each line of standard input with one line on standard output. Reading waits for writing, so a slow
/// reader holds the whole pipe.
pub(crate) fn run(messages: &Messages) -> Result<u8, Stop> {
    let mut input = std::io::stdin().lock();
    let mut failed = false;
    let mut number = 0;
    loop {
        let mut lines: Vec<(usize, Vec<u8>)> = Vec::new();
        while lines.len() < AHEAD {
            let mut line = Vec::new();
            if input.read_until(b'\n', &mut line)? == 0 {
                break;
            }
            number += 1;
            if !line.iter().all(u8::is_ascii_whitespace) {
                lines.push((number, line));
            }
        }
        if lines.is_empty() {
            return Ok(if failed { SOME_FAILED } else { DONE });
        }
        let answers: Vec<Answer> = lines.par_iter().map(|(number, line)| answer(*number, line)).collect();
        for answer in answers {
            if let Some(trouble) = &answer.error {
                failed = true;
                messages.error(Some(&answer.id.to_string()), &trouble.message);
            }
            let line = serde_json::to_string(&answer).unwrap_or_default();
            output::print(&format!("{line}\n"))?;
        }
    }
}

fn answer(number: usize, line: &[u8]) -> Answer {
    let asked: Asked = match serde_json::from_slice(line) {
        Ok(asked) => asked,
        Err(error) => {
            let message =
                format!("line {number} is not a JSON object with \"id\" and \"text\" or \"path\": {error}");
            return Answer {
                id: serde_json::Value::Null,
                minutes: None,
                error: Some(Trouble { kind: "bad-line", message }),
            };
        }
    };
    let done = inputs::guarded(|| {
        let source = match (&asked.text, &asked.path) {
            (Some(text), path) => {
                let name = path
                    .clone()
                    .or_else(|| asked.id.as_str().map(str::to_owned))
                    .unwrap_or_else(|| asked.id.to_string());
                justera::load(&name, text.as_bytes())?
            }
            (None, Some(path)) => inputs::load(&Input { file: path.into(), path: path.clone() })?,
            (None, None) => {
                return Err(Failure::Read(std::io::Error::new(
                    std::io::ErrorKind::InvalidInput,
                    "neither \"text\" nor \"path\" is given",
                )));
            }
        };
        Ok(justera::convert(&source, justera::builtin()).minutes)
    });
    match done {
        Ok(minutes) => Answer { id: asked.id, minutes: Some(minutes), error: None },
        Err(failure) => {
            let error = Trouble { kind: failure.kind(), message: failure.to_string() };
            Answer { id: asked.id, minutes: None, error: Some(error) }
        }
    }
}
