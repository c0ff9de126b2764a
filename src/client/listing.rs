//! A list that is read page by page, as a state machine: which page is next, and which executions it adds. Pure.

use crate::oos::execution::Execution;
use crate::oos::execution_filter::ExecutionFilter;
use crate::oos::list_executions::Listed;
use crate::rpc::problem::Problems;
use crate::rpc::response::BodyFault;

/// How many pages in a row may have nothing new. A server that goes on for ever must not keep a caller busy.
const MOST_IDLE_PAGES: u32 = 100;

/// A page of a list.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ExecutionPage<Json> {
    /// The executions, each once in the whole list. A page may be empty although others follow.
    pub executions: Vec<Execution<Json>>,
    /// How many executions match on all pages, if OOS says so.
    pub total_count: Option<u64>,
}

/// A list of executions that is read page by page with [`Client::next_page`](super::Client::next_page).
#[derive(Debug, Clone)]
pub struct Listing {
    filter: ExecutionFilter,
    position: Position,
    tokens: Vec<String>,
    /// The executions of all pages, sorted by their ids.
    seen: Vec<Seen>,
    idle_pages: u32,
}

/// An execution of an earlier page.
#[derive(Debug, Clone)]
struct Seen {
    execution_id: String,
    /// Whether the filter accepted it. If not, its status may have changed meanwhile.
    listed: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Position {
    First,
    Token(String),
    End,
}

impl Listing {
    /// Begins a list.
    ///
    /// # Errors
    /// Returns every problem of the filter, each with the name of its parameter.
    pub fn new(filter: ExecutionFilter) -> Result<Self, Problems> {
        filter.check()?;
        Ok(Self::unchecked(filter))
    }

    /// Begins a list with a filter that has been checked.
    pub(crate) fn unchecked(filter: ExecutionFilter) -> Self {
        Self { filter, position: Position::First, tokens: Vec::new(), seen: Vec::new(), idle_pages: 0 }
    }

    /// Returns whether there is another page.
    pub(super) fn has_next(&self) -> bool {
        self.position != Position::End
    }

    /// Returns the parameters of the request for the next page; `None` after the last one.
    pub(super) fn next(&self) -> Option<Vec<(&'static str, String)>> {
        let mut parameters = match &self.position {
            Position::End => return None,
            Position::First | Position::Token(_) => self.filter.parameters(),
        };
        if let Position::Token(token) = &self.position {
            parameters.push(("NextToken", token.clone()));
        }
        Some(parameters)
    }

    /// Adds the response to the latest request. An execution that the list had before is left out: pages shift when
    /// executions start or end meanwhile.
    pub(super) fn add<J>(&mut self, listed: Listed<J>) -> Result<ExecutionPage<J>, BodyFault> {
        let (before, mut executions) = (self.seen.len(), listed.executions);
        executions.retain(|execution| {
            let accepted = self.filter.accepts(execution.status());
            self.is_first(execution.execution_id(), accepted)
        });
        self.idle_pages = if self.seen.len() == before { self.idle_pages + 1 } else { 0 };
        let endless = self.idle_pages > MOST_IDLE_PAGES;
        self.position = match listed.next_token {
            None => Position::End,
            Some(token) if endless || self.tokens.contains(&token) => {
                self.position = Position::End;
                return Err(BodyFault::RepeatedToken);
            }
            Some(token) => {
                self.tokens.push(token.clone());
                Position::Token(token)
            }
        };
        let total_count = listed.total_count.filter(|_| self.filter.is_applied_by_server());
        Ok(ExecutionPage { executions, total_count })
    }

    /// Records an execution. Returns whether the filter accepts it, and did not accept it on an earlier page.
    fn is_first(&mut self, execution_id: &str, accepted: bool) -> bool {
        match self.seen.binary_search_by(|seen| seen.execution_id.as_str().cmp(execution_id)) {
            Ok(index) => {
                let Some(seen) = self.seen.get_mut(index) else { return false };
                let first = accepted && !seen.listed;
                seen.listed |= accepted;
                first
            }
            Err(index) => {
                self.seen.insert(index, Seen { execution_id: execution_id.to_owned(), listed: accepted });
                accepted
            }
        }
    }
}
