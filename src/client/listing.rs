//! A list that is read page by page, as a state machine: which page is next, and which executions it adds. Pure.

use crate::oos::execution::Execution;
use crate::oos::execution_filter::ExecutionFilter;
use crate::oos::list_executions::Listed;
use crate::rpc::problem::Problems;
use crate::rpc::response::BodyFault;

/// How many pages in a row may be empty. A server that goes on for ever must not keep a caller busy.
const MOST_EMPTY_PAGES: u32 = 100;

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
    /// The ids of the executions that the list had, sorted.
    seen: Vec<String>,
    empty_pages: u32,
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
        Self { filter, position: Position::First, tokens: Vec::new(), seen: Vec::new(), empty_pages: 0 }
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
        self.empty_pages = if listed.elements == 0 { self.empty_pages + 1 } else { 0 };
        let endless = self.empty_pages > MOST_EMPTY_PAGES;
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
        let mut executions = listed.executions;
        executions.retain(|execution| self.filter.accepts(execution.status()) && self.is_new(execution.execution_id()));
        let total_count = listed.total_count.filter(|_| self.filter.is_applied_by_server());
        Ok(ExecutionPage { executions, total_count })
    }

    fn is_new(&mut self, execution_id: &str) -> bool {
        let found = self.seen.binary_search_by(|other| other.as_str().cmp(execution_id));
        found.map_err(|index| self.seen.insert(index, execution_id.to_owned())).is_err()
    }
}
