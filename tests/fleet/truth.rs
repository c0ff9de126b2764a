//! What must hold of any fleet: its report beside the log of the world.

use std::collections::BTreeSet;
use std::time::Duration;

use oos_cancel::client::fleet::{FleetOutcome, FleetReport};

use super::json::Over;
use super::world::World;

/// Checks that there is one result for each id, that the counts add up, and that no result is better than the truth.
pub fn check(world: &World, ids: &[String], report: &FleetReport<Over>) {
    let results = world.results.borrow();
    let distinct: BTreeSet<_> = ids.iter().collect();
    assert_eq!(results.len(), distinct.len(), "one result for each id");
    assert_eq!(results.iter().map(|result| &result.execution_id).collect::<BTreeSet<_>>(), distinct);
    assert_eq!(results.iter().map(|result| result.index).collect::<BTreeSet<_>>().len(), results.len());
    for outcome in FleetOutcome::ALL {
        let count = results.iter().filter(|result| result.outcome == *outcome).count();
        assert_eq!(report.counts.of(*outcome), count, "{outcome}");
    }
    assert_eq!(report.counts.total(), results.len());
    for result in results.iter() {
        let id = &result.execution_id;
        let Some(truth) = world.executions.borrow().contains_key(id).then(|| world.truth(id)) else { continue };
        let told = format!("{id}: {} {:?} {truth:?}", result.outcome, result.failure);
        match result.outcome {
            FleetOutcome::Cancelled => assert_eq!(truth.status, "Cancelled", "{told}"),
            FleetOutcome::Ended => assert!(matches!(truth.status, "Success" | "Failed"), "{told}"),
            FleetOutcome::Accepted => assert!(truth.executed > 0, "{told}"),
            FleetOutcome::Refused => assert!(truth.executed == 0 && truth.sent > 0, "{told}"),
            FleetOutcome::Unknown => assert!(truth.sent > truth.clear, "{told}"),
            FleetOutcome::NotSent => assert_eq!(truth.sent, 0, "{told}"),
            _ => unreachable!("{told}"),
        }
        let failed = !matches!(result.outcome, FleetOutcome::Cancelled | FleetOutcome::Ended);
        assert!(failed || result.failure.is_none(), "{told}");
        let request_id = truth.acknowledged.then_some("R");
        assert_eq!(result.request_id.as_deref(), request_id, "{told}");
        assert_eq!(result.execution.is_some(), !failed, "{told}");
        if let Some(execution) = &result.execution {
            assert_eq!((execution.execution_id(), execution.status().as_str()), (id.as_str(), truth.status), "{told}");
        }
    }
    let progress = world.progress.borrow();
    let (_, last) = progress.last().unwrap();
    assert_eq!((last.settled, last.in_flight, last.counts), (results.len(), 0, report.counts));
    assert!(progress.windows(2).rev().skip(1).all(|pair| pair[1].0 - pair[0].0 >= Duration::from_millis(100)));
}
