//! What is said on standard error.

use std::io::{IsTerminal, Write};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;

use crate::args::LogFormat;

/// Says things on standard error, for people or for programs.
pub(crate) struct Messages {
    format: LogFormat,
    quiet: bool,
    bar: std::sync::Mutex<Option<ProgressBar>>,
}

impl Messages {
    pub(crate) fn new(format: LogFormat, quiet: bool) -> Self {
        Messages { format, quiet, bar: std::sync::Mutex::new(None) }
    }

    /// Something went wrong with a document, or with the run as a whole.
    pub(crate) fn error(&self, path: Option<&str>, text: &str) {
        self.say("error", path, text);
    }

    /// Something to know, left out under `--quiet`.
    pub(crate) fn note(&self, path: Option<&str>, text: &str) {
        if !self.quiet {
            self.say("note", path, text);
        }
    }

    /// What was asked for, and so is said under `--quiet` too.
    pub(crate) fn asked(&self, path: &str, text: &str) {
        self.say("note", Some(path), text);
    }

    fn say(&self, level: &str, path: Option<&str>, text: &str) {
        let line = match self.format {
            LogFormat::Json => json!({ "level": level, "path": path, "message": text }).to_string(),
            LogFormat::Text => {
                let prefix = if level == "error" { "justera: " } else { "" };
                match path {
                    Some(path) => format!("{prefix}{}: {}", on_one_line(path), shown(text)),
                    None => format!("{prefix}{}", shown(text)),
                }
            }
        };
        let write = || {
            // Nothing can be said where standard error is closed.
            let _ = writeln!(std::io::stderr(), "{line}");
        };
        match self.bar.lock().ok().and_then(|bar| bar.clone()) {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }

    /// A bar with rate and time left, when standard error is a terminal.
    pub(crate) fn progress(&self, documents: u64) -> ProgressBar {
        let visible = !self.quiet && self.format == LogFormat::Text && std::io::stderr().is_terminal();
        let bar = if visible {
            ProgressBar::new(documents)
        } else {
            ProgressBar::with_draw_target(Some(documents), ProgressDrawTarget::hidden())
        };
        if let Ok(style) =
            ProgressStyle::with_template("{bar:30} {pos}/{len} documents  {per_sec}  {eta} left  {msg}")
        {
            bar.set_style(style);
        }
        if let (true, Ok(mut held)) = (visible, self.bar.lock()) {
            *held = Some(bar.clone());
        }
        bar
    }
}

/// A text from a document or a file name, safe for a terminal: control characters as escapes.
pub(crate) fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_control() && letter != '\n' && letter != '\t' {
            out.extend(letter.escape_default());
        } else {
            out.push(letter);
        }
    }
    out
}

/// A name, safe for a terminal and on one line.
pub(crate) fn on_one_line(name: &str) -> String {
    shown(name).replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn control_characters_are_escaped() {
        assert_eq!(shown("år\u{1b}[31m"), "år\\u{1b}[31m");
        assert_eq!(shown("två\nrader"), "två\nrader");
    }
}
