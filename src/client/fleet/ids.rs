//! Where the ids of a fleet come from.

use std::convert::Infallible;
use std::task::{Context, Poll};

use crate::rpc::problem::Problem;

/// What a source has at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Candidate {
    /// An ExecutionId, not yet checked.
    Id(String),
    /// Something that is none.
    Invalid {
        /// What to call it in its result.
        text: String,
        /// What is wrong with it.
        problems: Vec<Problem>,
    },
}

/// A source of ExecutionIds. The fleet takes the next one when it can send a request for it, so a source may be endless.
pub trait ExecutionIds {
    /// Why the source failed. The cause in the report is made of it.
    type Error;

    /// Returns the next id, as a stream does: `None` is the end.
    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Candidate, Self::Error>>>;

    /// Returns whether all ids are there already. Then the fleet takes all of them at the start and knows its total.
    fn is_whole(&self) -> bool {
        false
    }

    /// Ends the source early: the fleet takes no further id.
    fn close(&mut self) {}
}

/// The ids of an iterator.
#[derive(Debug, Clone)]
pub struct Ids<I> {
    iterator: I,
    whole: bool,
}

impl<I: Iterator<Item: Into<String>>> Ids<I> {
    /// Creates a source whose ids are all taken at the start, such as those of a `Vec`.
    pub fn all(ids: impl IntoIterator<IntoIter = I>) -> Self {
        Self { iterator: ids.into_iter(), whole: true }
    }

    /// Creates a source whose ids are taken one by one. The iterator must not block.
    pub fn one_by_one(ids: impl IntoIterator<IntoIter = I>) -> Self {
        Self { iterator: ids.into_iter(), whole: false }
    }
}

impl<I: Iterator<Item: Into<String>>> ExecutionIds for Ids<I> {
    type Error = Infallible;

    fn poll_next(&mut self, _: &mut Context<'_>) -> Poll<Option<Result<Candidate, Infallible>>> {
        Poll::Ready(self.iterator.next().map(|id| Ok(Candidate::Id(id.into()))))
    }

    fn is_whole(&self) -> bool {
        self.whole
    }
}
