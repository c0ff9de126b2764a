//! The filters of ListExecutions. All given ones have to fit.

use std::{collections::BTreeMap, str::FromStr};

use jiff::Timestamp;
use serde::de::DeserializeOwned;

use crate::{
    gateway::Call,
    oos::execution::{Category, Execution, Mode},
    settings::ChildrenOfParent,
};

/// The documented values, and `Queued`, which is a state but not on that list [D]. A state of the emulator's own is not
/// on it, so it cannot be asked for.
const STATUSES: [&str; 9] =
    ["Running", "Started", "Success", "Failed", "Waiting", "Cancelled", "Pending", "Skipped", "Queued"];
/// "At most 20 tags on an execution" [D].
const MOST_TAGS: usize = 20;

/// Reads one field of an execution.
type Field = fn(&Execution) -> &str;

/// How far down executions are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Depth {
    Root,
    FirstChild,
    All,
}

#[derive(Debug)]
pub(super) struct Filter<'a> {
    /// Fields that have to be equal.
    texts: Vec<(Field, &'a str)>,
    template_name: Option<&'a str>,
    resource_id: Option<&'a str>,
    categories: Option<Vec<Category>>,
    mode: Option<Mode>,
    depth: Depth,
    started: Range,
    ended: Range,
    tags: BTreeMap<String, String>,
}

impl<'a> Filter<'a> {
    /// Returns nothing if a value is invalid or two exclude each other.
    pub(super) fn read(call: &'a Call, children: ChildrenOfParent) -> Option<Self> {
        let status = call.get("Status");
        if status.is_some_and(|status| !STATUSES.contains(&status)) {
            return None;
        }
        let tags: BTreeMap<_, _> = json(call, "Tags")?.unwrap_or_default();
        if tags.len() > MOST_TAGS {
            return None;
        }
        Some(Self {
            texts: texts(call),
            template_name: call.get("TemplateName"),
            resource_id: call.get("ResourceId"),
            categories: categories(call)?,
            mode: named(call, "Mode")?,
            depth: depth(call, children)?,
            started: Range::read(call, "StartDateAfter", "StartDateBefore")?,
            ended: Range::read(call, "EndDateAfter", "EndDateBefore")?,
            tags,
        })
    }

    pub(super) fn fits(&self, execution: &Execution, shown: impl Fn(Timestamp) -> Timestamp) -> bool {
        let details = &execution.details;
        let ends_fit = match execution.ended {
            Some(ended) => self.ended.contains(shown(ended)),
            None => self.ended == Range::default(),
        };
        self.texts.iter().all(|(field, wanted)| field(execution) == *wanted)
            && self.template_name.is_none_or(|part| details.template_name.contains(part))
            && self.resource_id.is_none_or(|id| details.resource_ids.iter().any(|known| known == id))
            && self.categories.as_ref().is_none_or(|wanted| wanted.contains(&details.category))
            && self.mode.is_none_or(|mode| details.mode == mode)
            && self.depth.includes(execution.level)
            && self.started.contains(shown(execution.started))
            && ends_fit
            && self.tags.iter().all(|(key, value)| details.tags.get(key) == Some(value))
    }
}

/// Only of TemplateName is it documented that a part is enough; the others are taken to be whole [I].
fn texts(call: &Call) -> Vec<(Field, &str)> {
    let fields: [(&str, Field); 8] = [
        ("ExecutionId", |execution| &execution.id),
        ("Status", |execution| execution.status.name()),
        ("ParentExecutionId", |execution| execution.parent.as_deref().unwrap_or_default()),
        ("ExecutedBy", |execution| &execution.details.executed_by),
        ("RamRole", |execution| &execution.details.ram_role),
        ("Description", |execution| &execution.details.description),
        ("ResourceGroupId", |execution| &execution.details.resource_group_id),
        ("ResourceTemplateName", |execution| &execution.details.resource_template_name),
    ];
    fields.into_iter().filter_map(|(name, field)| Some((field, call.get(name)?))).collect()
}

/// `Categories` holds a JSON array, and excludes `Category` [D].
fn categories(call: &Call) -> Option<Option<Vec<Category>>> {
    match (named(call, "Category")?, json::<Vec<_>>(call, "Categories")?) {
        (Some(_), Some(_)) => None,
        (Some(one), None) => Some(Some(vec![one])),
        (None, Some(several)) if several.is_empty() => None,
        (None, several) => Some(several),
    }
}

/// `Depth` and `IncludeChildExecution` exclude each other; without them children are not listed [D]. Whether naming the
/// execution or its parent is enough is unknown: the first is taken to be so [I], the second is a setting.
fn depth(call: &Call, children: ChildrenOfParent) -> Option<Depth> {
    let include = match call.get("IncludeChildExecution") {
        None => None,
        Some("True" | "true") => Some(true),
        Some("False" | "false") => Some(false),
        Some(_) => return None,
    };
    let named = call.get("ExecutionId").is_some()
        || (call.get("ParentExecutionId").is_some() && children == ChildrenOfParent::Listed);
    match (call.get("Depth"), include) {
        (Some(_), Some(_)) => None,
        (Some("RootDepth"), None) => Some(Depth::Root),
        (Some("FirstChildDepth"), None) => Some(Depth::FirstChild),
        (Some(_), None) => None,
        (None, Some(true)) => Some(Depth::All),
        (None, Some(false) | None) if named => Some(Depth::All),
        (None, Some(false) | None) => Some(Depth::Root),
    }
}

impl Depth {
    fn includes(self, level: u32) -> bool {
        match self {
            Self::Root => level == 0,
            Self::FirstChild => level <= 1,
            Self::All => true,
        }
    }
}

/// Inclusive on both sides [D].
#[derive(Debug, Default, PartialEq, Eq)]
struct Range {
    from: Option<i64>,
    to: Option<i64>,
}

impl Range {
    fn read(call: &Call, after: &str, before: &str) -> Option<Self> {
        Some(Self { from: second(call, after)?, to: second(call, before)? })
    }

    /// OOS shows no fraction of a second, so none is compared.
    fn contains(&self, time: Timestamp) -> bool {
        let second = time.as_millisecond().div_euclid(1000);
        self.from.is_none_or(|from| second >= from) && self.to.is_none_or(|to| second <= to)
    }
}

/// `2019-05-16T10:26:14Z` [D].
fn second(call: &Call, name: &str) -> Option<Option<i64>> {
    let Some(text) = call.get(name) else { return Some(None) };
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let time = (shape == "0000-00-00T00:00:00Z").then(|| Timestamp::from_str(text).ok()).flatten()?;
    Some(Some(time.as_second()))
}

/// Reads JSON in one parameter.
fn json<T: DeserializeOwned>(call: &Call, name: &str) -> Option<Option<T>> {
    match call.get(name) {
        None => Some(None),
        Some(text) => serde_json::from_str(text).ok().map(Some),
    }
}

/// Reads one of the names of an enumeration; they are case-sensitive [D].
fn named<T: DeserializeOwned>(call: &Call, name: &str) -> Option<Option<T>> {
    match call.get(name) {
        None => Some(None),
        Some(text) => serde_json::from_value(serde_json::Value::from(text)).ok().map(Some),
    }
}
