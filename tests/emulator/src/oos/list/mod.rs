//! ListExecutions: parameters and fields after the vendor's page (27 March 2026) [D], its metadata
//! (aliyun/aliyun-openapi-meta, `metadatas/oos`) [D] and the models of PyPI alibabacloud-oos20190601 3.7.0 [V].

mod filter;
mod order;
mod token;

use serde_json::json;

use self::{
    filter::Filter,
    order::{Key, Order},
    token::Token,
};
use super::{describe::described, execution::Execution};
use crate::{
    gateway::{self, Call, Fields, Refusal},
    world::World,
};

const SMALLEST_PAGE: usize = 10;
const LARGEST_PAGE: usize = 100;
const USUAL_PAGE: usize = 50;

/// An unknown id gives an empty list, going by how terraform-provider-alicloud treats it [I].
///
/// Pages are stable: the order is the one at the time of the first page, which the token remembers, so an execution that
/// changes its state between two pages is neither missed nor listed twice. Filters apply to the state at the time of the
/// page, and executions that were created after the first page are left out.
pub(crate) fn list(world: &mut World, call: &Call) -> Result<Fields, Refusal> {
    let refuse = || gateway::INVALID_PARAMETER.refuse(call);
    let size = match call.get("MaxResults") {
        None => USUAL_PAGE,
        Some(text) => {
            let size = text.parse().ok().filter(|size| (SMALLEST_PAGE..=LARGEST_PAGE).contains(size));
            size.ok_or_else(refuse)?
        }
    };
    let order = Order::read(call).ok_or_else(refuse)?;
    let filter = Filter::read(call, world.settings.children_of_parent).ok_or_else(refuse)?;
    let newest = world.executions.version();
    let token = match call.get("NextToken") {
        None => Token::first(newest, call),
        Some(text) => Token::read(text, call).filter(|token| token.version <= newest).ok_or_else(refuse)?,
    };
    let shown = world.clock.shown();
    let candidates: Box<dyn Iterator<Item = _>> = match call.get("ExecutionId") {
        Some(id) => Box::new(world.executions.numbered(id).into_iter()),
        None => Box::new(world.executions.all()),
    };
    let matching = candidates.filter(|(_, execution)| filter.fits(execution, &shown));
    let found: Vec<_> =
        matching.filter_map(|(seq, execution)| Some((order.key(seq, execution, token.version)?, execution))).collect();
    let total = found.len();
    let last = token.last();
    let is_left = |(key, _): &(Key<'_>, &Execution)| last.is_none_or(|last| order.compare(key, &last).is_gt());
    let mut page: Vec<_> = found.into_iter().filter(is_left).collect();
    let is_last = page.len() <= size;
    if !is_last {
        // Sorting a page is cheaper than sorting all that is left.
        page.select_nth_unstable_by(size, |(a, _), (b, _)| order.compare(a, b));
        page.truncate(size);
    }
    page.sort_by(|(a, _), (b, _)| order.compare(a, b));
    let next = page.last().filter(|_| !is_last).map(|(key, _)| token.after(*key));
    let executions: Vec<_> = page.iter().map(|(_, execution)| described(execution, &shown)).collect();

    let mut fields = Fields::new();
    fields.insert("MaxResults".to_owned(), json!(size));
    fields.insert("TotalCount".to_owned(), json!(total));
    fields.insert("Executions".to_owned(), json!(executions));
    if let Some(next) = next {
        fields.insert("NextToken".to_owned(), json!(next.written(world.random())));
    }
    Ok(fields)
}

/// Returns a token for the place where the request stands, for faults that lead nowhere.
pub(crate) fn token_of_this_page(world: &mut World, call: &Call) -> String {
    let newest = world.executions.version();
    let token = call.get("NextToken").and_then(|text| Token::read(text, call));
    token.unwrap_or_else(|| Token::first(newest, call)).written(world.random())
}
