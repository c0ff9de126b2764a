//! ListExecutions, version 2019-06-01: finds executions, one page after another.
//!
//! Source: the vendor's page on ListExecutions, and `alibabacloud-oos20190601` 3.7.0. Dates are inclusive, tags are a JSON
//! object in one parameter, and a page has 10 to 100 executions. An id that OOS does not know gives an empty list.

use super::execution::{Execution, ExecutionStatus};
use super::limits;
use crate::rpc::json::Json;
use crate::rpc::limits::not_empty;
use crate::rpc::operation::{Effect, Operation, Parameter};
use crate::rpc::response::BodyFault;

/// ListExecutions as data.
pub static LIST_EXECUTIONS: Operation = Operation {
    action: "ListExecutions",
    version: "2019-06-01",
    effect: Effect::Read,
    parameters: &[
        Parameter::optional("Category", limits::name),
        Parameter::optional("EndDateAfter", limits::date),
        Parameter::optional("EndDateBefore", limits::date),
        Parameter::optional("ExecutedBy", limits::name),
        Parameter::optional("ExecutionId", limits::execution_id),
        Parameter::optional("IncludeChildExecution", not_empty),
        Parameter::optional("MaxResults", not_empty),
        Parameter::optional("NextToken", limits::page_token),
        Parameter::optional("ParentExecutionId", limits::execution_id),
        Parameter::optional("ResourceGroupId", limits::name),
        Parameter::optional("SortField", not_empty),
        Parameter::optional("SortOrder", not_empty),
        Parameter::optional("StartDateAfter", limits::date),
        Parameter::optional("StartDateBefore", limits::date),
        Parameter::optional("Status", limits::name),
        Parameter::optional("Tags", not_empty),
        Parameter::optional("TemplateName", limits::name),
    ],
    // A hundred executions have some hundred thousand bytes, unless their outputs are long.
    max_response_bytes: 16_777_216,
    denied: "This user may not look at executions: RAM does not allow oos:ListExecutions. Ask an administrator to allow it; logging in again does not help.",
};

/// The states that the documents name as values of the Status parameter. `Queued` is not one of them.
const FILTERABLE: [&str; 8] = ["Running", "Started", "Success", "Failed", "Waiting", "Cancelled", "Pending", "Skipped"];

/// Returns whether the server can filter by this status.
pub(super) fn is_filterable(status: &ExecutionStatus) -> bool {
    FILTERABLE.contains(&status.as_str())
}

/// The largest count that is read: the largest whole number that JSON's numbers hold exactly.
const MAX_COUNT: f64 = 9_007_199_254_740_991.0;

/// What a response of ListExecutions contains.
pub(crate) struct Listed<J> {
    /// The executions. An element without an ExecutionId or a status is left out.
    pub(crate) executions: Vec<Execution<J>>,
    /// How many executions match, on all pages.
    pub(crate) total_count: Option<u64>,
    /// The token of the next page; none on the last one.
    pub(crate) next_token: Option<String>,
}

impl<J: Json> Listed<J> {
    /// Reads a response. Fails if it is not one of this operation, or if no element of its list is an execution.
    pub(crate) fn read(json: &J) -> Result<Self, BodyFault> {
        let elements = json.member("Executions").and_then(|value| value.elements()).ok_or(BodyFault::WrongShape)?;
        let count = elements.len();
        let executions: Vec<_> = elements.into_iter().filter_map(Execution::read).collect();
        if executions.is_empty() && count > 0 {
            return Err(BodyFault::WrongShape);
        }
        let total = json.member("TotalCount").and_then(|value| value.number());
        let is_count = |total: &f64| (0.0..=MAX_COUNT).contains(total) && total.fract() == 0.0;
        Ok(Self {
            executions,
            total_count: total.filter(is_count).map(|total| total as u64),
            next_token: next_token(json)?,
        })
    }

    /// Reads a response to a request for one execution: the first element must be that one. An empty page that another one
    /// follows does not say that there is none.
    pub(crate) fn read_one(json: &J, execution_id: &str) -> Result<Option<Execution<J>>, BodyFault> {
        let elements = json.member("Executions").and_then(|value| value.elements()).ok_or(BodyFault::WrongShape)?;
        let Some(first) = elements.into_iter().next() else {
            return if next_token(json)?.is_none() { Ok(None) } else { Err(BodyFault::WrongShape) };
        };
        let execution = Execution::read(first).filter(|execution| execution.execution_id() == execution_id);
        execution.map(Some).ok_or(BodyFault::WrongShape)
    }
}

/// Reads the token of the next page. The last page has none, or an empty one.
fn next_token<J: Json>(json: &J) -> Result<Option<String>, BodyFault> {
    let Some(value) = json.member("NextToken").filter(|value| !value.is_null()) else { return Ok(None) };
    let token = value.text().ok_or(BodyFault::WrongShape)?;
    if token.is_empty() {
        return Ok(None);
    }
    limits::page_token(&token).map(|()| Some(token)).map_err(|_| BodyFault::WrongShape)
}
