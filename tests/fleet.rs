//! Fleets against a simulated OOS that keeps its own log.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "helpers of tests are tests"
)]

#[path = "call/json.rs"]
mod json;
#[path = "fleet/truth.rs"]
mod truth;
#[path = "fleet/world.rs"]
#[allow(dead_code, reason = "shared with a fuzz target")]
mod world;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::time::Duration;

use json::Over;
use oos_cancel::client::RetryPolicy;
use oos_cancel::client::fleet::{FleetOptions, FleetOutcome, FleetReport, FleetStop, Ids};
use oos_cancel::oos::list_executions::LIST_EXECUTIONS;
use proptest::prelude::*;
use truth::check;
use world::{Fault, World, WorldFleet, client, run, world};

const fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// Cancels these executions and checks the report against the log of the world.
fn cancel(world: &Rc<World>, ids: &[String], options: &FleetOptions) -> FleetReport<Over> {
    let client = client(RetryPolicy::default());
    let report = run(world, client.cancel_executions(&WorldFleet(Rc::clone(world)), Ids::all(ids.to_vec()), options));
    check(world, ids, &report);
    report
}

#[test]
fn fleet_cancels_all_and_never_sends_more_at_once_than_wanted() {
    for concurrency in [1, 6, 100] {
        let world = world(1);
        let ids = world.running(250);
        let report = cancel(&world, &ids, &FleetOptions::default().concurrency(concurrency));
        assert_eq!(report.counts.of(FleetOutcome::Accepted), 250);
        assert_eq!((world.most_in_flight.get(), report.stopped), (concurrency as usize, None));
        assert_eq!(world.cancels.borrow().len(), 250, "each once");
    }
}

#[test]
fn fleet_without_ids_ends_at_once() {
    let world = world(1);
    assert_eq!(cancel(&world, &[], &FleetOptions::default().wait_until_ended()).counts.total(), 0);
}

#[test]
fn id_that_comes_ten_thousand_times_is_cancelled_once() {
    let world = world(1);
    let ids = world.running(1);
    let ids = vec![ids[0].clone(); 10_000];
    let report = cancel(&world, &ids, &FleetOptions::default());
    assert_eq!((report.counts.total(), world.cancels.borrow().len()), (1, 1));
}

#[test]
fn waiting_for_a_thousand_costs_few_requests() {
    let world = world(7);
    let ids = world.running(1_000);
    world.cancel_takes.set((secs(1), secs(60)));
    let report = cancel(&world, &ids, &FleetOptions::default().concurrency(20).wait_until_ended());
    assert_eq!(report.counts.of(FleetOutcome::Cancelled), 1_000);
    let (lists, looks) = (world.lists.borrow().len(), world.looks.borrow().len());
    assert!(lists + looks <= 100, "{lists} lists, {looks} looks");
    assert!(report.elapsed < secs(75), "{:?}", report.elapsed);
}

#[test]
fn fleet_that_has_nothing_to_do_sleeps() {
    let world = world(7);
    let ids = world.running(1);
    world.cancel_takes.set((secs(60), secs(60)));
    cancel(&world, &ids, &FleetOptions::default().wait_until_ended());
    let (requests, polls) = (world.attempts.borrow().len(), world.polls.get());
    assert!(polls < 10 * requests, "{polls} polls for {requests} requests");

    // Nor does it while it waits for its turn.
    let world = self::world(7);
    let ids = world.running(5);
    world.limit.set(Some((0.2, 1.0)));
    cancel(&world, &ids, &FleetOptions::default().timeout(secs(100)));
    let (requests, polls) = (world.attempts.borrow().len(), world.polls.get());
    assert!(polls < 10 * requests, "{polls} polls for {requests} requests");
}

#[test]
fn lists_are_right_whatever_the_clock_of_this_machine_says() {
    for (ahead, has_date) in [(0, true), (0, false), (800, true), (-800, true), (-800, false)] {
        let world = world(3);
        let ids = world.running(200);
        world.clock_ahead.set(ahead);
        world.has_date.set(has_date);
        let report = cancel(&world, &ids, &FleetOptions::default().wait_until_ended());
        assert_eq!(report.counts.of(FleetOutcome::Cancelled), 200, "{ahead} {has_date}");
        assert!(world.looks.borrow().is_empty() && world.lists.borrow().len() < 20, "{ahead} {has_date}");
    }
    // A clock that is ahead, and a server whose Date cannot be read: the lists show nothing.
    let world = world(3);
    let ids = world.running(50);
    world.clock_ahead.set(800);
    world.has_date.set(false);
    let report = cancel(&world, &ids, &FleetOptions::default().wait_until_ended());
    assert_eq!(report.counts.of(FleetOutcome::Cancelled), 50);
    assert!(world.looks.borrow().len() == 50);
}

#[test]
fn children_are_listed_once_a_look_has_found_one() {
    let world = world(5);
    let ids = world.running(300);
    ids.iter().for_each(|id| world.change(id, |truth| truth.is_child = true));
    let report = cancel(&world, &ids, &FleetOptions::default().wait_until_ended());
    assert_eq!(report.counts.of(FleetOutcome::Cancelled), 300);
    assert!(world.looks.borrow().len() < 30, "{}", world.looks.borrow().len());
}

#[test]
fn throttling_server_is_used_but_not_stormed() {
    for (rate, says_when) in [(20.0, true), (20.0, false), (5.0, true), (100.0, true)] {
        let world = world(11);
        let ids = world.running(600);
        world.limit.set(Some((rate, 10.0)));
        world.says_when.set(says_when);
        let report = cancel(&world, &ids, &FleetOptions::default().concurrency(10).timeout(secs(60)));
        assert_eq!(report.counts.of(FleetOutcome::Accepted), 600, "{rate} {says_when}");
        assert!(world.most_in_flight.get() <= 10);
        let ideal = 600.0 / rate;
        let took = report.elapsed.as_secs_f64();
        let share = ideal / took;
        assert!(share > 0.8, "{rate} {says_when}: {share:.2} of what the server allows");
        assert!(world.throttled.get() < 150, "{rate} {says_when}: {} refused", world.throttled.get());
    }
}

#[test]
fn nothing_is_sent_while_the_server_asks_for_a_pause() {
    let world = world(13);
    let ids = world.running(300);
    world.limit.set(Some((10.0, 5.0)));
    // Retries have to wait as well.
    *world.faults.borrow_mut() = vec![(0.3, Fault::LostBefore), (0.1, Fault::Unreachable)];
    cancel(&world, &ids, &FleetOptions::default().concurrency(20).timeout(secs(100)));
    assert!(world.throttled.get() > 3, "{}", world.throttled.get());
    assert_eq!(world.too_early.get(), 0);
}

#[test]
fn throttled_cancel_whose_time_runs_out_in_the_queue_keeps_its_refusal() {
    let mut throttled = 0;
    for seed in 0..20 {
        let world = world(seed);
        let ids = world.running(60);
        world.limit.set(Some((4.0, 4.0)));
        let report = cancel(&world, &ids, &FleetOptions::default().concurrency(30).timeout(secs(2)));
        let results = world.results.borrow();
        for result in results.iter().filter(|result| result.outcome == FleetOutcome::Refused) {
            assert_eq!(result.failure.as_ref().unwrap().kind.code(), "Throttling.User", "{seed}");
            throttled += 1;
        }
        for id in &ids {
            let cancels = world.cancels.borrow();
            let times = || cancels.iter().filter(|(_, sent)| sent == id).map(|(time, _)| *time);
            assert!(times().max() <= times().min().map(|first| first + secs(2)), "{seed} {id}");
        }
        assert_eq!(report.stopped, None);
    }
    assert!(throttled > 20, "{throttled}");
}

#[test]
fn throttled_cancel_has_its_result_at_its_deadline_however_long_the_pause_is() {
    for seed in 0..10 {
        let world = world(seed);
        let ids = world.running(30);
        *world.faults.borrow_mut() = vec![(0.8, Fault::Pause(secs(1))), (0.2, Fault::Pause(secs(50)))];
        let report = cancel(&world, &ids, &FleetOptions::default().concurrency(30));
        assert!(report.elapsed <= secs(11), "{seed}: {:?}", report.elapsed);
        assert_eq!(report.counts.of(FleetOutcome::Refused), 30, "{seed}");
    }
}

#[test]
fn refusal_after_a_lost_response_and_a_throttled_retry_proves_nothing() {
    let world = world(17);
    let ids = world.running(200);
    world.cancel_takes.set((Duration::ZERO, Duration::ZERO));
    *world.faults.borrow_mut() = vec![(0.4, Fault::LostAfter), (0.4, Fault::Refused("Throttling", 429))];
    let report = cancel(&world, &ids, &FleetOptions::default().concurrency(50).timeout(secs(600)));
    assert!(report.counts.of(FleetOutcome::Unknown) > 20, "{:?}", report.counts);
}

#[test]
fn what_a_list_shows_counts_only_if_it_has_ended() {
    let world = world(19);
    let ids = world.running(20);
    world.lists_running.set(true);
    world.cancel_takes.set((secs(20), secs(30)));
    let report = cancel(&world, &ids, &FleetOptions::default().wait_until_ended());
    assert_eq!(report.counts.of(FleetOutcome::Cancelled), 20);
    assert!(report.elapsed > secs(20));
}

#[test]
fn end_that_a_list_shows_before_the_response_to_the_cancel_is_kept() {
    let world = world(23);
    // Enough of them for the lists to move on meanwhile.
    let ids = world.running(6_000);
    world.faults.borrow_mut().push((0.01, Fault::Slow));
    let report = cancel(&world, &ids, &FleetOptions::default().concurrency(20).wait_until_ended());
    assert_eq!(report.counts.of(FleetOutcome::Cancelled), 6_000);
    assert!(world.looks.borrow().is_empty() && report.elapsed < secs(60), "{:?}", report.elapsed);
}

#[test]
fn end_that_a_list_shows_settles_a_cancel_without_a_response() {
    let world = world(23);
    let ids = world.running(40);
    world.faults.borrow_mut().push((0.5, Fault::Hangs));
    let options = FleetOptions::default().concurrency(40).timeout(secs(5)).wait_until_ended();
    let report = cancel(&world, &ids, &options);
    assert_eq!(report.counts.of(FleetOutcome::Cancelled), 40, "{:?}", report.counts);
    assert!(world.looks.borrow().is_empty());
}

#[test]
fn abort_looks_at_what_got_no_response() {
    let world = world(29);
    let ids = world.running(50);
    world.cancel_takes.set((Duration::ZERO, Duration::ZERO));
    world.abort_at.set(Some(Duration::from_millis(30)));
    let report = cancel(&world, &ids, &FleetOptions::default().wait_until_ended());
    assert_eq!(report.counts.of(FleetOutcome::Cancelled), 6, "{:?}", report.counts);
    let world = self::world(29);
    let ids = world.running(50);
    world.abort_at.set(Some(Duration::from_millis(30)));
    let report = cancel(&world, &ids, &FleetOptions::default());
    assert_eq!(report.counts.of(FleetOutcome::Unknown), 6, "{:?}", report.counts);
}

#[test]
fn abort_looks_once_more_at_what_no_list_shows() {
    let world = world(29);
    let ids = world.running(20);
    ids.iter().for_each(|id| world.change(id, |truth| truth.is_child = true));
    world.abort_at.set(Some(secs(3)));
    let report = cancel(&world, &ids, &FleetOptions::default().concurrency(20).wait_until_ended());
    assert_eq!(report.counts.of(FleetOutcome::Cancelled), 20, "{:?}", report.counts);
    assert!(world.looks.borrow().len() == 20 && report.elapsed < secs(5), "{:?}", report.elapsed);

    // Refused cancels are in no list.
    let world = self::world(29);
    let ids = world.running(20);
    world.faults.borrow_mut().push((1.0, Fault::Refused("ExecutionCancelFailed", 403)));
    world.abort_at.set(Some(Duration::from_millis(1_500)));
    let report = cancel(&world, &ids, &FleetOptions::default().concurrency(20).wait_until_ended());
    assert_eq!(report.counts.of(FleetOutcome::Refused), 20, "{:?}", report.counts);
    let last = world.looks.borrow().iter().filter(|(time, _)| *time >= Duration::from_millis(1_500)).count();
    assert!(last == 20 && report.elapsed < secs(3), "{last} {:?}", report.elapsed);
}

#[test]
fn aborted_fleet_ends_after_ten_seconds_whatever_the_server_asks() {
    let world = world(29);
    let ids = world.running(20);
    // The next request would have to wait for twenty seconds.
    world.limit.set(Some((0.05, 5.0)));
    world.abort_at.set(Some(secs(2)));
    let report = cancel(&world, &ids, &FleetOptions::default().wait_until_ended());
    assert_eq!((report.counts.of(FleetOutcome::Accepted), report.counts.total()), (5, 20), "{:?}", report.counts);
    assert!(report.elapsed >= secs(12) && report.elapsed < secs(13), "{:?}", report.elapsed);
}

#[test]
fn abort_looks_at_nothing_that_was_not_sent() {
    let world = world(29);
    let ids = world.running(20);
    world.faults.borrow_mut().push((1.0, Fault::Unreachable));
    world.abort_at.set(Some(Duration::from_millis(60)));
    let report = cancel(&world, &ids, &FleetOptions::default().wait_until_ended());
    assert_eq!((report.counts.of(FleetOutcome::NotSent), report.stopped), (20, Some(FleetStop::Aborted)));
    assert!(world.looks.borrow().is_empty() && world.lists.borrow().is_empty());
}

#[test]
fn throttled_requests_use_up_no_attempts() {
    let world = world(29);
    let ids = world.running(1);
    let throttled = Some(Fault::Refused("Throttling.User", 400));
    let lost = Some(Fault::LostBefore);
    *world.plan.borrow_mut() = [throttled, throttled, throttled, lost, throttled, lost].into();
    let report = cancel(&world, &ids, &FleetOptions::default().timeout(secs(100)));
    assert_eq!((report.counts.of(FleetOutcome::Accepted), world.cancels.borrow().len()), (1, 7));
}

#[test]
fn client_that_never_retries_does_not_repeat_what_was_throttled() {
    let world = world(31);
    let ids = world.running(50);
    world.faults.borrow_mut().push((0.5, Fault::Refused("Throttling.User", 400)));
    let client = client(RetryPolicy::never());
    let fleet = WorldFleet(Rc::clone(&world));
    let options = FleetOptions::default();
    let report = run(&world, client.cancel_executions(&fleet, Ids::all(ids.clone()), &options));
    check(&world, &ids, &report);
    assert_eq!(world.cancels.borrow().len(), 50);
    assert!(report.counts.of(FleetOutcome::Refused) > 10);
}

#[test]
fn what_holds_for_all_stops_the_rest() {
    for (fault, stop) in [
        (Fault::Refused("InvalidAccessKeyId.Inactive", 400), FleetStop::Credentials),
        (Fault::Refused("Forbidden.AccessKeyDisabled", 403), FleetStop::Credentials),
        (Fault::Refused("ExpiredStsToken", 400), FleetStop::Credentials),
        (Fault::Refused("InvalidTimeStamp.Expired", 400), FleetStop::Clock),
    ] {
        let world = world(2);
        let ids = world.running(500);
        world.faults.borrow_mut().push((1.0, fault));
        let report = cancel(&world, &ids, &FleetOptions::default());
        assert_eq!(report.stopped, Some(stop), "{fault:?}");
        assert!(report.counts.of(FleetOutcome::Refused) <= 6, "{fault:?}");
        assert!(report.counts.of(FleetOutcome::NotSent) >= 494, "{fault:?}");
    }
}

#[test]
fn refusal_of_one_execution_stops_no_other() {
    for code in ["NoPermission", "EntityNotExist.Execution", "ExecutionCancelFailed", "InvalidParameter"] {
        let world = world(2);
        let ids = world.running(300);
        world.faults.borrow_mut().push((0.3, Fault::Refused(code, 403)));
        let report = cancel(&world, &ids, &FleetOptions::default());
        assert_eq!(report.stopped, None);
        let refused = report.counts.of(FleetOutcome::Refused);
        assert!(refused > 50 && refused + report.counts.of(FleetOutcome::Accepted) == 300);
    }
}

#[test]
fn no_permission_to_list_ends_the_waiting_but_not_the_cancelling() {
    let world = world(2);
    let ids = world.running(300);
    world.list_faults.borrow_mut().push((1.0, Fault::Refused("NoPermission", 403)));
    let report = cancel(&world, &ids, &FleetOptions::default().wait_until_ended());
    assert_eq!((report.counts.of(FleetOutcome::Accepted), report.stopped), (300, None));
    assert!(world.lists.borrow().len() + world.looks.borrow().len() < 5);
    let results = world.results.borrow();
    assert!(results.iter().all(|result| result.failure.as_ref().unwrap().kind.code() == "NoPermission"));
}

#[test]
fn refused_look_at_one_execution_ends_no_other_wait() {
    for code in ["EntityNotExists.Execution", "InvalidParameter", "ExecutionIdInvalid"] {
        let world = world(2);
        let ids = world.running(50);
        world.change(&ids[7], |truth| truth.status = "Success");
        world.look_fault.set(Some(Fault::Refused(code, 404)));
        let report = cancel(&world, &ids, &FleetOptions::default().wait_until_ended());
        let of = |outcome| report.counts.of(outcome);
        assert_eq!((of(FleetOutcome::Cancelled), of(FleetOutcome::Refused)), (49, 1), "{code}");
    }
    // These hold for all.
    for code in ["NoPermission", "Forbidden.AccessKeyDisabled"] {
        let world = world(2);
        let ids = world.running(50);
        world.change(&ids[7], |truth| truth.status = "Success");
        world.look_fault.set(Some(Fault::Refused(code, 403)));
        let report = cancel(&world, &ids, &FleetOptions::default().wait_until_ended());
        assert_eq!(report.counts.of(FleetOutcome::Accepted), 49, "{code}");
        assert_eq!(world.looks.borrow().len(), 1, "{code}");
    }
}

#[test]
fn failing_lists_are_tried_again() {
    for fault in [Fault::LostBefore, Fault::Hangs, Fault::Internal { executed: true }, Fault::Proxy] {
        let world = world(2);
        let ids = world.running(100);
        world.list_faults.borrow_mut().push((0.6, fault));
        let report = cancel(&world, &ids, &FleetOptions::default().wait_until_ended());
        assert_eq!(report.counts.of(FleetOutcome::Cancelled), 100, "{fault:?}");
    }
}

#[test]
fn observer_hears_of_a_look_what_was_read() {
    let world = world(6);
    let ids = world.running(1);
    world.list_faults.borrow_mut().push((1.0, Fault::NoList));
    cancel(&world, &ids, &FleetOptions::default().wait_until_ended());
    let attempts = world.attempts.borrow();
    let looks: Vec<_> = attempts.iter().filter(|attempt| *attempt.operation == LIST_EXECUTIONS).collect();
    assert!(!looks.is_empty());
    for look in looks {
        assert_eq!(look.code.as_deref(), Some("WrongShape"), "{look:?}");
    }
}

#[test]
fn execution_that_never_ends_is_accepted_at_its_deadline() {
    let world = world(2);
    let ids = world.running(20);
    world.cancel_takes.set((secs(10_000), secs(10_000)));
    let report = cancel(&world, &ids, &FleetOptions::default().wait_until_ended().timeout(secs(200)));
    assert_eq!(report.counts.of(FleetOutcome::Accepted), 20);
    assert!(report.elapsed >= secs(199) && report.elapsed < secs(202), "{:?}", report.elapsed);
    let results = world.results.borrow();
    assert!(results.iter().all(|result| result.failure.as_ref().unwrap().kind.code() == "DeadlineExceeded"));
    let last = world.looks.borrow().iter().map(|(time, _)| *time).max().unwrap();
    assert!(last > secs(194), "looked at just before the deadline, not at {last:?}");
}

#[test]
fn nothing_is_listed_that_lists_cannot_show() {
    let world = world(2);
    let ids = world.running(2);
    *world.plan.borrow_mut() = [None, ENDED].into();
    let report = cancel(&world, &ids, &FleetOptions::default().concurrency(1).wait_until_ended());
    assert_eq!((report.counts.of(FleetOutcome::Cancelled), report.counts.of(FleetOutcome::Refused)), (1, 1));
    assert_eq!((world.lists.borrow().len(), world.looks.borrow().len()), (1, 4));
}

const ENDED: Option<Fault> = Some(Fault::Refused("ExecutionCancelFailed", 403));

/// A fleet of one, whose cancel OOS refused because of the state of the execution, which ends by itself after ten seconds.
fn refused(look_plan: &[Option<Fault>]) -> (Rc<World>, FleetReport<Over>) {
    let world = world(2);
    let ids = world.running(1);
    world.change(&ids[0], |truth| truth.ends = Some((secs(10), "Success")));
    *world.plan.borrow_mut() = [ENDED].into();
    *world.look_plan.borrow_mut() = look_plan.to_vec().into();
    let report = cancel(&world, &ids, &FleetOptions::default().wait_until_ended());
    (world, report)
}

#[test]
fn looks_at_one_execution_end_when_they_do_not_help() {
    let slow = Some(Fault::Slow);
    for (fault, looks) in [
        (None, 4),
        (Some(Fault::NoList), 4),
        (Some(Fault::Unlisted), 4),
        (Some(Fault::Refused("NoPermission", 403)), 1),
    ] {
        let (world, report) = refused(&[fault; 50]);
        assert_eq!((report.counts.of(FleetOutcome::Refused), world.looks.borrow().len()), (1, looks), "{fault:?}");
    }
    // What fails may help later.
    for fault in [Some(Fault::LostBefore), Some(Fault::Internal { executed: false })] {
        let (world, report) = refused(&[fault; 6]);
        assert_eq!((report.counts.of(FleetOutcome::Ended), world.looks.borrow().len()), (1, 7), "{fault:?}");
    }
    assert_eq!(refused(&[slow, slow]).1.counts.of(FleetOutcome::Ended), 1);
}

#[test]
fn lists_end_when_they_do_not_help() {
    let list = |fault: Fault, times: usize| {
        let world = world(2);
        let ids = world.running(2);
        *world.list_plan.borrow_mut() = vec![Some(fault); times].into();
        let report = cancel(&world, &ids, &FleetOptions::default().wait_until_ended());
        assert!(world.looks.borrow().is_empty() && report.elapsed < secs(60), "{fault:?} {:?}", report.elapsed);
        (
            report.counts.of(FleetOutcome::Cancelled),
            report.counts.of(FleetOutcome::Accepted),
            world.lists.borrow().len(),
        )
    };
    assert_eq!(list(Fault::NoList, 3), (2, 0, 4));
    assert_eq!(list(Fault::NoList, 4), (0, 2, 4));
    assert_eq!(list(Fault::LostBefore, 7), (2, 0, 8));
    assert_eq!(list(Fault::Refused("NoPermission", 403), 1), (0, 2, 1));
}

#[test]
fn abort_settles_thousands_that_were_not_sent() {
    let world = world(2);
    let ids = world.running(8_000);
    world.latency.set(Duration::from_millis(10));
    world.abort_at.set(Some(Duration::from_millis(255)));
    let report = cancel(&world, &ids, &FleetOptions::default().concurrency(100));
    let (accepted, not_sent) = (report.counts.of(FleetOutcome::Accepted), report.counts.of(FleetOutcome::NotSent));
    assert!(accepted > 2_000 && not_sent > 2_000, "{:?}", report.counts);
}

#[test]
fn accepted_execution_is_looked_at_until_its_deadline() {
    let world = world(2);
    let ids = world.running(1);
    world.change(&ids[0], |truth| truth.is_child = true);
    world.cancel_takes.set((secs(550), secs(550)));
    *world.look_plan.borrow_mut() = [Some(Fault::Unlisted); 3].into();
    let options = FleetOptions::default().wait_until_ended().timeout(secs(900));
    assert_eq!(cancel(&world, &ids, &options).counts.of(FleetOutcome::Cancelled), 1);
    // After four looks it counts as missing.
    let world = self::world(2);
    let ids = world.running(1);
    world.cancel_takes.set((secs(550), secs(550)));
    *world.look_plan.borrow_mut() = [Some(Fault::Unlisted); 50].into();
    assert_eq!(cancel(&world, &ids, &options).counts.of(FleetOutcome::Accepted), 1);
    assert_eq!(world.looks.borrow().len(), 4);
}

#[test]
fn throttled_look_is_repeated_as_soon_as_the_server_allows() {
    let world = world(2);
    let ids = world.running(1);
    world.change(&ids[0], |truth| truth.is_child = true);
    world.cancel_takes.set((secs(4), secs(4)));
    *world.look_plan.borrow_mut() = [Some(Fault::Refused("Throttling", 429))].into();
    let report = cancel(&world, &ids, &FleetOptions::default().wait_until_ended());
    assert_eq!((report.counts.of(FleetOutcome::Cancelled), world.looks.borrow().len()), (1, 2));
    assert!(report.elapsed < secs(95), "{:?}", report.elapsed);
}

#[test]
fn children_are_listed_only_if_a_list_missed_one() {
    let world = world(2);
    let ids = world.running(2);
    // Lists do not show what had ended before its cancel, child or not.
    world.change(&ids[0], |truth| (truth.is_child, truth.status) = (true, "Success"));
    world.cancel_takes.set((secs(20), secs(20)));
    let report = cancel(&world, &ids, &FleetOptions::default().wait_until_ended());
    assert_eq!((report.counts.of(FleetOutcome::Ended), report.counts.of(FleetOutcome::Cancelled)), (1, 1));
    assert!(world.lists.borrow().len() > 2 && world.child_lists.get() == 0);
}

#[test]
fn last_look_of_a_short_wait_comes_late_enough() {
    let world = world(2);
    let ids = world.running(20);
    // No list shows them.
    ids.iter().for_each(|id| world.change(id, |truth| truth.is_child = true));
    world.cancel_takes.set((secs(4), secs(5)));
    let report = cancel(&world, &ids, &FleetOptions::default().wait_until_ended().timeout(secs(8)));
    assert_eq!(report.counts.of(FleetOutcome::Cancelled), 20, "{:?}", report.counts);
}

#[test]
fn ended_executions_are_settled_by_looking() {
    let world = world(2);
    let ids = world.running(90);
    for (number, id) in ids.iter().enumerate() {
        let status = ["Success", "Failed", "Cancelled"][number % 3];
        world.change(id, |truth| truth.status = status);
    }
    let report = cancel(&world, &ids, &FleetOptions::default().wait_until_ended());
    let of = |outcome| report.counts.of(outcome);
    assert_eq!((of(FleetOutcome::Ended), of(FleetOutcome::Cancelled)), (60, 30));
    assert!(report.elapsed < secs(10));
}

#[test]
fn abort_names_what_was_under_way() {
    for waits in [false, true] {
        for abort_ms in [0, 20, 120, 1_000] {
            let world = world(4);
            let ids = world.running(500);
            world.abort_at.set(Some(Duration::from_millis(abort_ms)));
            world.cancel_takes.set((secs(2), secs(3)));
            let options = FleetOptions::default();
            let options = if waits { options.wait_until_ended() } else { options };
            let report = cancel(&world, &ids, &options);
            assert_eq!(report.stopped, Some(FleetStop::Aborted));
            assert_eq!(report.cause, Some(Over));
            assert!(report.counts.of(FleetOutcome::NotSent) > 300);
            assert!(report.elapsed < secs(12), "{:?}", report.elapsed);
            let cancelled_later =
                world.cancels.borrow().iter().any(|(time, _)| *time > Duration::from_millis(abort_ms));
            assert!(!cancelled_later, "nothing is sent after an abort");
            if !waits {
                assert!(world.lists.borrow().is_empty() && world.looks.borrow().is_empty());
            }
        }
    }
}

#[test]
fn abort_while_waiting_looks_once_more() {
    let world = world(4);
    let ids = world.running(300);
    world.cancel_takes.set((secs(5), secs(100)));
    world.abort_at.set(Some(secs(50)));
    let report = cancel(&world, &ids, &FleetOptions::default().concurrency(20).wait_until_ended());
    assert_eq!(report.stopped, Some(FleetStop::Aborted));
    let ended = ids.iter().filter(|id| world.truth(id).ends.unwrap().0 < secs(50)).count();
    assert!(report.counts.of(FleetOutcome::Cancelled) >= ended && ended > 50, "{:?} {ended}", report.counts);
    assert!(report.elapsed < secs(61), "{:?}", report.elapsed);
}

#[test]
fn abort_looks_at_each_execution_at_most_once_more() {
    for abort_ms in [60, 130, 300, 510, 1_010] {
        let world = world(4);
        let ids = world.running(300);
        world.cancel_takes.set((secs(100), secs(100)));
        // OOS refuses to cancel what has ended, so that it is to be looked at alone.
        for id in ids.iter().step_by(2) {
            world.change(id, |truth| truth.status = "Success");
        }
        world.abort_at.set(Some(Duration::from_millis(abort_ms)));
        let report = cancel(&world, &ids, &FleetOptions::default().concurrency(20).wait_until_ended());
        let mut looked = BTreeMap::new();
        for (time, id) in world.looks.borrow().iter() {
            if *time > Duration::from_millis(abort_ms) {
                *looked.entry(id.clone()).or_insert(0) += 1;
            }
        }
        assert!(!looked.is_empty(), "{abort_ms}");
        assert!(looked.values().all(|times| *times == 1), "{abort_ms}: {looked:?}");
        let sent: BTreeSet<_> = world.cancels.borrow().iter().map(|(_, id)| id.clone()).collect();
        let ended = ids.iter().step_by(2).filter(|id| sent.contains(*id)).count();
        assert_eq!(report.counts.of(FleetOutcome::Ended), ended, "{abort_ms}");
    }
}

#[test]
fn source_is_read_as_there_is_room_and_may_be_endless() {
    let world = world(4);
    let known = world.running(2_000);
    world.abort_at.set(Some(secs(3)));
    let taken = std::cell::Cell::new(0);
    let source = known.iter().cycle().inspect(|_| taken.set(taken.get() + 1)).map(String::as_str);
    let client = client(RetryPolicy::default());
    let fleet = WorldFleet(Rc::clone(&world));
    let report = run(&world, client.cancel_executions(&fleet, Ids::one_by_one(source), &FleetOptions::default()));
    assert_eq!(report.stopped, Some(FleetStop::Aborted));
    let sent = world.cancels.borrow().len();
    // Six at once, twenty times in a second.
    assert!((340..=370).contains(&sent), "{sent}");
    assert!(taken.get() <= sent + 1);
    assert_eq!(report.counts.total(), world.results.borrow().len());
}

#[test]
fn endless_source_of_one_id_does_not_keep_the_host_busy() {
    let world = world(4);
    let known = world.running(1);
    world.abort_at.set(Some(secs(1)));
    let client = client(RetryPolicy::default());
    let fleet = WorldFleet(Rc::clone(&world));
    let source = Ids::one_by_one(std::iter::repeat(known[0].as_str()));
    let report = run(&world, client.cancel_executions(&fleet, source, &FleetOptions::default()));
    assert_eq!((report.counts.total(), report.stopped), (1, Some(FleetStop::Aborted)));
}

#[test]
fn invalid_ids_are_not_sent() {
    let world = world(4);
    let mut ids = world.running(3);
    ids.insert(1, String::new());
    ids.insert(2, "x".repeat(1_025));
    let report = cancel(&world, &ids, &FleetOptions::default());
    assert_eq!((report.counts.of(FleetOutcome::Accepted), report.counts.of(FleetOutcome::NotSent)), (3, 2));
}

#[test]
fn without_randomness_nothing_is_sent_and_the_fleet_ends() {
    let world = world(4);
    let ids = world.running(10_000);
    world.random.set(false);
    let report = cancel(&world, &ids, &FleetOptions::default());
    assert_eq!(report.counts.of(FleetOutcome::NotSent), 10_000);
}

fn faults() -> impl Strategy<Value = Vec<(f64, Fault)>> {
    let fault = prop_oneof![
        Just(Fault::LostBefore),
        Just(Fault::LostAfter),
        Just(Fault::Hangs),
        Just(Fault::Internal { executed: true }),
        Just(Fault::Internal { executed: false }),
        Just(Fault::Proxy),
        Just(Fault::Unreachable),
        Just(Fault::Refused("NoPermission", 403)),
        Just(Fault::Refused("EntityNotExists.Execution", 404)),
        Just(Fault::Refused("Throttling", 429)),
        Just(Fault::Refused("ExpiredStsToken", 400)),
    ];
    prop::collection::vec((0.0..0.3_f64, fault), 0..4)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn results_add_up_and_are_never_better_than_the_truth(
        seed: u64,
        count in 0_usize..80,
        faults in faults(),
        list_faults in faults(),
        concurrency in 1_u32..20,
        waits: bool,
        limit in prop::option::of((1.0..50.0_f64, 1.0..20.0_f64)),
        abort_ms in prop::option::of(0_u64..20_000),
        ended_share in 0.0..0.3_f64,
        (attempts, timeout, longest) in (1_u32..5, 1_u64..100, 0_u64..100),
    ) {
        let world = world(seed);
        let ids = world.running(count);
        for id in &ids {
            if world.chance() < ended_share {
                world.change(id, |truth| truth.status = "Success");
            } else if world.chance() < ended_share {
                world.change(id, |truth| truth.ends = Some((secs(3), "Failed")));
            }
        }
        *world.faults.borrow_mut() = faults;
        *world.list_faults.borrow_mut() = list_faults;
        world.limit.set(limit);
        world.abort_at.set(abort_ms.map(Duration::from_millis));
        world.cancel_takes.set((Duration::from_millis(100), Duration::from_millis(100) + secs(longest)));
        let options = FleetOptions::default().concurrency(concurrency).timeout(secs(timeout));
        let options = if waits { options.wait_until_ended() } else { options };
        let client = client(RetryPolicy::default().max_attempts(attempts));
        let fleet = WorldFleet(Rc::clone(&world));
        let report = run(&world, client.cancel_executions(&fleet, Ids::all(ids.clone()), &options));
        check(&world, &ids, &report);
        prop_assert!(world.most_in_flight.get() <= concurrency as usize);
    }
}

#[test]
fn concurrency_of_none_counts_as_one() {
    let world = world(1);
    let ids = world.running(3);
    let report = cancel(&world, &ids, &FleetOptions::default().concurrency(0));
    assert_eq!((report.counts.of(FleetOutcome::Accepted), world.most_in_flight.get()), (3, 1));
}
