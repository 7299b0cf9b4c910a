//! What the repair does to text that needs none.

use std::path::PathBuf;

use justera::{Format, Source, Trust, builtin, repair};
use rayon::prelude::*;

use crate::{BenchError, read};

/// The options of `justera-bench clean`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Files of right text, UTF-8, a paragraph a line.
    #[arg(required = true)]
    texts: Vec<PathBuf>,
}

/// A layout in which the same words are laid out.
#[derive(Clone, Copy)]
enum Form {
    Paragraphs,
    Lines,
    Pages,
    Markdown,
    Table,
}

impl Form {
    const ALL: [Form; 5] = [Form::Paragraphs, Form::Lines, Form::Pages, Form::Markdown, Form::Table];

    fn name(self) -> &'static str {
        match self {
            Form::Paragraphs => "paragraphs",
            Form::Lines => "lines",
            Form::Pages => "pages",
            Form::Markdown => "Markdown",
            Form::Table => "table",
        }
    }

    fn format(self) -> Format {
        match self {
            Form::Markdown | Form::Table => Format::Markdown,
            _ => Format::Text,
        }
    }

    fn lay_out(self, text: &str) -> String {
        let paragraphs = || text.lines().filter(|line| !line.trim().is_empty());
        let wrapped = |width: usize| -> Vec<String> {
            paragraphs()
                .flat_map(|paragraph| wrap(paragraph, width).into_iter().chain([String::new()]))
                .collect()
        };
        match self {
            Form::Paragraphs => text.to_owned(),
            Form::Lines => wrapped(72).join("\n"),
            Form::Pages => {
                let mut paged = String::new();
                for (number, lines) in wrapped(60).chunks(38).enumerate() {
                    paged += &format!(
                        "Nämnden          Protokoll          {}\n\n{}\n\u{c}",
                        number + 1,
                        lines.join("\n")
                    );
                }
                paged
            }
            Form::Markdown => paragraphs()
                .enumerate()
                .map(|(at, paragraph)| match (at % 4, paragraph.split_once(' ')) {
                    (0, Some((first, rest))) => format!("**{first}** {rest}\n\n"),
                    (1, Some((first, rest))) => format!("## {first}\n\n{rest}\n\n"),
                    (2, _) => format!("- {paragraph}\n"),
                    _ => format!("_{paragraph}_\n\n"),
                })
                .collect(),
            Form::Table => {
                let mut table = String::from("| Nr | Text |\n|---|---|\n");
                for (at, paragraph) in paragraphs().enumerate() {
                    table += &format!("| {} | {} |\n", at + 1, paragraph.replace('|', "/"));
                }
                table
            }
        }
    }
}

/// A paragraph in lines of at most so many characters.
fn wrap(paragraph: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in paragraph.split_whitespace() {
        let last = lines.len() - 1;
        if !lines[last].is_empty() && lines[last].chars().count() + 1 + word.chars().count() > width {
            lines.push(word.to_owned());
        } else {
            if !lines[last].is_empty() {
                lines[last].push(' ');
            }
            lines[last].push_str(word);
        }
    }
    lines
}

pub(crate) fn run(options: &Options) -> Result<String, BenchError> {
    let texts: Vec<(&PathBuf, String)> =
        options.texts.iter().map(|path| Ok((path, read(path)?))).collect::<Result<_, BenchError>>()?;
    let mut report = String::from(
        "| laid out as | words | edits | suggestions | edits of the repaired |\n|---|---|---|---|---|\n",
    );
    let mut list = String::new();
    for form in Form::ALL {
        let done: Vec<(usize, usize, usize, String)> = texts
            .par_iter()
            .map(|(path, text)| {
                let name =
                    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                let source = |text: String| {
                    Source::new(name.clone(), form.format(), "utf-8".into(), String::new(), 0, text)
                };
                let laid = source(form.lay_out(text));
                let (repaired, _) = repair(&laid, builtin());
                let (again, _) = repair(&source(repaired.written().to_owned()), builtin());
                let made = |trust| repaired.edits().iter().filter(move |edit| edit.trust == trust);
                let listed = made(Trust::Applied)
                    .map(|edit| {
                        let line = laid.text()[..edit.at.start].lines().count();
                        format!(
                            "{} {name}:{line}: {:?} -> {:?} ({})\n",
                            form.name(),
                            edit.from,
                            edit.to,
                            edit.evidence
                        )
                    })
                    .collect();
                let more = again.edits().iter().filter(|edit| edit.trust == Trust::Applied).count();
                (made(Trust::Applied).count(), made(Trust::Suggested).count(), more, listed)
            })
            .collect();
        let words: usize = texts.iter().map(|(_, text)| text.split_whitespace().count()).sum();
        let sum = |part: fn(&(usize, usize, usize, String)) -> usize| done.iter().map(part).sum::<usize>();
        report += &format!(
            "| {} | {words} | {} | {} | {} |\n",
            form.name(),
            sum(|d| d.0),
            sum(|d| d.1),
            sum(|d| d.2)
        );
        done.iter().for_each(|(.., listed)| list += listed);
    }
    Ok(format!("{report}\n{list}"))
}
