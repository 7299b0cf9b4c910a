//! What Justera knows of Swedish words.
//!
//! In goes a model file, one flat run of bytes that is read where it lies;
//! out come five questions and their answers, all probabilities as natural
//! logarithms:
//!
//! 1. is this a word, and how common is it? ([`Model::id`], [`Model::log_prob`])
//! 2. how likely is it after that word? ([`Model::log_prob_after`])
//! 3. how is it cased, and is it a name or a place? ([`Model::case_log_prob`], [`Model::flags`])
//! 4. how Swedish is this string of letters? ([`Model::spelling_log_prob`])
//! 5. which of several words that are alike but for their marks stands here? ([`Model::context_score`])
//!
//! The vocabulary is a finite-state transducer, so that a channel can be
//! walked through it letter by letter ([`Model::vocabulary`]). [`build`] writes what [`Model`]
//! reads, so that the format stands in one crate.

pub mod build;
pub mod context;
mod format;
mod letters;
mod model;
pub mod token;
mod vocabulary;

pub use letters::{Context, STRANGE, code};
pub use model::{BUILTIN, Flags, Model, ModelError, builtin};
pub use vocabulary::{Node, Vocabulary, VocabularyError};
