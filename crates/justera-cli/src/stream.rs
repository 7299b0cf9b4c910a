//! `justera convert -`: JSON Lines in, JSON Lines out, in order.

use std::io::{BufRead, BufReader};

use justera::Minutes;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::args::Limits;
use crate::inputs::{self, Failure, Input, Trouble};
use crate::messages::Messages;
use crate::{DONE, SOME_FAILED, Stop, output};

/// One document asked for.
#[derive(Debug, Deserialize)]
struct Asked {
    /// Whatever the asker calls it, given back to the letter.
    id: Option<Box<RawValue>>,
    text: Option<Value>,
    path: Option<Value>,
}

/// One answer: the minutes, or what went wrong.
#[derive(Serialize)]
struct Answer {
    id: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    minutes: Option<Minutes>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Trouble>,
}

/// Lines that are read before any is answered: what is read ahead is held in memory, so it is little.
const AHEAD: usize = 16;

/// Answers each line of standard input that is not blank with one line on standard output.
///
/// Lines that have come are answered together, but none waits for a line that has not come: a program may send one
/// document and wait for its answer. Reading waits for writing, so a slow reader holds the whole pipe.
pub(crate) fn run(limits: Limits, messages: &Messages) -> Result<u8, Stop> {
    let mut input = BufReader::with_capacity(1 << 20, std::io::stdin());
    let mut failed = false;
    let mut number = 0;
    loop {
        let mut lines: Vec<(usize, Vec<u8>)> = Vec::new();
        let mut ended = false;
        while lines.len() < AHEAD && (lines.is_empty() || input.buffer().contains(&b'\n')) {
            let mut line = Vec::new();
            if input.read_until(b'\n', &mut line)? == 0 {
                ended = true;
                break;
            }
            number += 1;
            if !line.iter().all(u8::is_ascii_whitespace) {
                lines.push((number, line));
            }
        }
        let answers: Vec<Answer> =
            lines.par_iter().map(|(number, line)| answer(*number, line, limits)).collect();
        for answer in answers {
            if let Some(trouble) = &answer.error {
                failed = true;
                let id = answer.id.as_ref().map_or("null", |id| id.get());
                messages.error(Some(id), &trouble.message);
            }
            let line = serde_json::to_string(&answer).unwrap_or_default();
            output::print(&format!("{line}\n"))?;
        }
        if ended {
            return Ok(if failed { SOME_FAILED } else { DONE });
        }
    }
}

fn answer(number: usize, line: &[u8], limits: Limits) -> Answer {
    // A byte order mark before the first line is no part of it.
    let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
    let bad = |id, why: &str| {
        let message = format!(
            "line {number}: {why}; expected a JSON object with \"id\" and a string in \"text\" or \"path\""
        );
        Answer { id, minutes: None, error: Some(Trouble { kind: "bad-line".to_owned(), message }) }
    };
    if !line.trim_ascii_start().starts_with(b"{") {
        return bad(None, "this is no JSON object");
    }
    let asked: Asked = match serde_json::from_slice(line) {
        Ok(asked) => asked,
        Err(error) => return bad(None, &error.to_string()),
    };
    let string = |value: &Option<Value>| match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(()),
    };
    let (Ok(text), Ok(path)) = (string(&asked.text), string(&asked.path)) else {
        return bad(asked.id, "\"text\" or \"path\" is no string");
    };
    if text.is_none() && path.is_none() {
        return bad(asked.id, "neither \"text\" nor \"path\" is given");
    }
    let called = asked.id.as_ref().map_or("document", |id| id.get().trim_matches('"'));
    let name = path.clone().unwrap_or_else(|| called.to_owned());
    let done = inputs::guarded(|| {
        let source = match &text {
            Some(text) if text.len() as u64 > limits.bytes => {
                return Err(Failure::TooLarge { bytes: text.len() as u64, most: limits.bytes });
            }
            Some(text) => justera::load(&name, text.as_bytes())?,
            None => inputs::load(&Input { file: (&name).into(), path: name.clone() }, limits.bytes)?,
        };
        let converted =
            inputs::in_time(limits, |go_on| justera::convert_while(&source, justera::builtin(), go_on))?;
        Ok(converted.minutes)
    });
    match done {
        Ok(minutes) => Answer { id: asked.id, minutes: Some(minutes), error: None },
        Err(failure) => Answer { id: asked.id, minutes: None, error: Some(failure.trouble()) },
    }
}
