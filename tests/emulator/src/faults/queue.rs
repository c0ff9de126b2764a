//! Faults that wait for the requests they are meant for.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{
    kind::{Kind, Moment},
    share::Share,
};
use crate::{
    gateway::{self, Call},
    limits::{FAULT_BYTES, FAULTS, SHARE, SKIP, TIMES, within, within_if_given},
};

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Fault {
    #[serde(skip_deserializing)]
    fault_id: u64,
    /// Once, unless a share is given.
    times: Option<u32>,
    #[serde(default)]
    skip: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    execution_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<String>,
    /// Which part of the matching requests it affects.
    #[serde(skip_serializing_if = "Option::is_none")]
    share: Option<f64>,
    /// Makes the choice of those requests repeatable.
    #[serde(skip_serializing_if = "Option::is_none")]
    seed: Option<u64>,
    #[serde(skip)]
    choice: Share,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) processed: bool,
    #[serde(flatten)]
    pub(crate) kind: Kind,
}

#[derive(Debug, Default)]
pub(crate) struct Faults {
    last_id: u64,
    waiting: Vec<Fault>,
}

impl Faults {
    /// Returns the id of the fault, unless too many wait.
    pub(crate) fn add(&mut self, mut fault: Fault, random: u64) -> Result<u64, String> {
        if self.waiting.len() >= FAULTS {
            return Err(format!("{FAULTS} faults wait already. Delete them first."));
        }
        let waiting: usize = self.waiting.iter().map(Fault::text_bytes).sum();
        if waiting + fault.text_bytes() > FAULT_BYTES {
            return Err(format!(
                "The strings of all waiting faults may have at most {FAULT_BYTES} bytes. Delete some faults first."
            ));
        }
        self.last_id += 1;
        fault.fault_id = self.last_id;
        fault.times = fault.times.or(Some(if fault.share.is_some() { *TIMES.end() } else { 1 }));
        fault.choice = Share::new(fault.share.unwrap_or(1.0), fault.seed.unwrap_or(random));
        self.waiting.push(fault);
        Ok(self.last_id)
    }

    pub(crate) fn waiting(&self) -> &[Fault] {
        &self.waiting
    }

    pub(crate) fn clear(&mut self) {
        self.waiting.clear();
    }

    /// The oldest fault that fits; one request meets one fault.
    pub(crate) fn take(&mut self, call: &Call) -> Option<Fault> {
        let position = self.waiting.iter_mut().position(|fault| fault.strikes(call))?;
        let fault = self.waiting.get_mut(position)?;
        let left = fault.times.unwrap_or(1).saturating_sub(1);
        fault.times = Some(left);
        let taken = fault.clone();
        if left == 0 {
            self.waiting.remove(position);
        }
        Some(taken)
    }
}

impl Fault {
    /// What cannot be meant is refused when the fault is set, not when it strikes.
    pub(crate) fn check(&self) -> Result<(), String> {
        within_if_given("times", self.times, &TIMES)?;
        within_if_given("share", self.share, &SHARE)?;
        within("skip", self.skip, &SKIP)?;
        self.kind.check()?;
        if self.processed && !self.kind.replaces_the_answer() {
            return Err(format!("processed cannot be chosen for {}", self.kind.name()));
        }
        if let Kind::Error { code, http_status, message } = &self.kind
            && (http_status.is_none() || message.is_none())
            && !gateway::is_documented(code)
        {
            return Err(format!("{code} is not documented: name httpStatus and message as well"));
        }
        Ok(())
    }

    /// How long to wait before the request is processed.
    pub(crate) fn delay_before(&self) -> Duration {
        match self.kind {
            Kind::Delay { delay_ms, moment: Moment::Before } => Duration::from_millis(delay_ms),
            _ => Duration::ZERO,
        }
    }

    fn text_bytes(&self) -> usize {
        let filters = [&self.execution_id, &self.action];
        filters.into_iter().flatten().map(String::len).sum::<usize>() + self.kind.text_bytes()
    }

    fn strikes(&mut self, call: &Call) -> bool {
        let fits = |wanted: &Option<String>, parameter| {
            wanted.as_deref().is_none_or(|wanted| call.get(parameter) == Some(wanted))
        };
        let meant = fits(&self.execution_id, "ExecutionId")
            && fits(&self.action, "Action")
            && (!matches!(self.kind, Kind::TokenExpired {}) || call.get("SecurityToken").is_some())
            && (!self.kind.changes_a_list() || call.get("Action") == Some("ListExecutions"));
        if meant && self.skip > 0 {
            self.skip -= 1;
            return false;
        }
        meant && self.choice.takes_next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_of_waiting_faults_is_bounded() {
        let fault: Fault = serde_json::from_str(r#"{ "kind": "reset-before" }"#).unwrap();
        let mut faults = Faults { last_id: 5, waiting: vec![fault.clone(); FAULTS - 1] };
        assert_eq!(faults.add(fault.clone(), 0), Ok(6));
        assert_eq!(faults.add(fault, 0), Err("10000 faults wait already. Delete them first.".to_owned()));
        assert_eq!(faults.waiting().len(), FAULTS);
    }
}
