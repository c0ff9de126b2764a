//! The rounds one by one, with a clock that is set by hand.

use super::*;
use crate::oos::list_executions::Listed;

const fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn time(seconds: i64) -> Timestamp {
    Timestamp::parse("2024-05-06T07:00:00Z").unwrap().plus_seconds(seconds)
}

/// A moment of this machine, so many seconds after the start, whose clock is right.
fn moment(seconds: u64, date: Option<i64>) -> Moment {
    Moment { now: secs(seconds), own: time(seconds as i64), date: date.map(time), jitter: 0.0 }
}

fn parameter(listing: &Listing, wanted: &str) -> Option<String> {
    listing.next()?.into_iter().find(|(name, _)| *name == wanted).map(|(_, value)| value)
}

/// Lists once: what has ended at these times. Returns from when on the list was.
fn list(rounds: &mut Rounds, ends: &[i64], at: &Moment) -> String {
    let listing = rounds.take().unwrap();
    let from = parameter(&listing, "EndDateAfter").unwrap();
    assert_eq!(rounds.due(), None, "one page at a time");
    assert!(receive(rounds, listing, ends, at), "the list has one page");
    from
}

/// Receives the only page of a list. Returns whether it ends the list.
fn receive(rounds: &mut Rounds, listing: Listing, ends: &[i64], at: &Moment) -> bool {
    receive_page(rounds, listing, ends, None, at)
}

/// Receives a page, after which the one with this token follows. Returns whether it ends the list.
fn receive_page(rounds: &mut Rounds, mut listing: Listing, ends: &[i64], token: Option<u32>, at: &Moment) -> bool {
    let executions: Vec<_> = ends.iter().map(|end| execution(&time(*end).text())).collect();
    let (read, next_token) = (Vec::<Execution<Text>>::new(), token.map(|token| token.to_string()));
    listing.add(Listed { executions: read, total_count: None, next_token }).unwrap();
    rounds.page(&executions, listing, at)
}

/// A JSON value with one member that is a text.
#[derive(Debug, Clone, PartialEq)]
struct Text(&'static str, String);

impl Json for Text {
    fn is_null(&self) -> bool {
        false
    }
    fn is_object(&self) -> bool {
        true
    }
    fn member(&self, name: &str) -> Option<Self> {
        let value = match name {
            "ExecutionId" => "exec-1".to_owned(),
            "Status" => "Cancelled".to_owned(),
            _ if name == self.0 => self.1.clone(),
            _ => return None,
        };
        Some(Self("", value))
    }
    fn members(&self) -> Option<Vec<(String, Self)>> {
        None
    }
    fn elements(&self) -> Option<Vec<Self>> {
        None
    }
    fn text(&self) -> Option<String> {
        Some(self.1.clone())
    }
    fn number(&self) -> Option<f64> {
        None
    }
    fn flag(&self) -> Option<bool> {
        None
    }
}

fn execution(end: &str) -> Execution<Text> {
    Execution::read(Text("EndDate", end.to_owned())).unwrap()
}

#[test]
fn first_list_begins_before_the_first_cancel_by_the_clock_of_the_server() {
    for (date, since, expected) in [
        (Some(100), 0, 90),
        (Some(100), 25, 65),
        (Some(-500), 0, -510),
        (Some(900), 0, 890),
        (None, 0, 90),
        (None, 5, 85),
    ] {
        let mut rounds = Rounds::default();
        assert_eq!(rounds.due(), None);
        rounds.begin(secs(since), &moment(100, date));
        assert_eq!(rounds.due(), Some(secs(101)));
        assert_eq!(list(&mut rounds, &[], &moment(101, None)), time(expected).text(), "{date:?} {since}");
    }
}

#[test]
fn clock_that_is_ahead_is_corrected_by_the_next_response_that_says_the_time() {
    let mut rounds = Rounds::default();
    rounds.begin(secs(0), &moment(100, None));
    // This machine is two minutes ahead.
    rounds.begin(secs(0), &moment(102, Some(-18)));
    assert_eq!(list(&mut rounds, &[], &moment(103, None)), time(-30).text());
    // A list that begins anew begins there as well.
    rounds.include_children();
    assert_eq!(parameter(&rounds.take().unwrap(), "EndDateAfter"), Some(time(-30).text()));
    // One that is behind lists more than it needs.
    let mut rounds = Rounds::default();
    rounds.begin(secs(0), &moment(100, None));
    rounds.begin(secs(0), &moment(102, Some(222)));
    assert_eq!(list(&mut rounds, &[], &moment(103, None)), time(90).text());
}

#[test]
fn next_list_begins_shortly_before_the_latest_end_and_never_earlier_than_the_one_before() {
    let mut rounds = Rounds::default();
    rounds.begin(secs(0), &moment(100, Some(100)));
    for (at, ends, from) in [
        (101, vec![], 90),
        (103, vec![99, 102, 101], 90),
        (105, vec![], 100),
        (109, vec![95], 100),
        // A clock in the future hides nothing.
        (113, vec![100_000], 100),
        (117, vec![], 111),
    ] {
        assert_eq!(list(&mut rounds, &ends, &moment(at, Some(at as i64))), time(from).text(), "{at}");
    }
}

#[test]
fn lists_come_at_the_pace_of_looks_and_later_when_the_server_asks() {
    let mut rounds = Rounds::default();
    rounds.begin(secs(0), &moment(100, Some(100)));
    let mut delays = Vec::new();
    for at in [200, 300, 400, 500] {
        list(&mut rounds, &[], &moment(at, None));
        delays.push(rounds.due().unwrap().as_secs_f64() - at as f64);
    }
    assert_eq!(delays, [1.5, 2.25, 3.375, 4.0]);
    let from = parameter(&rounds.take().unwrap(), "EndDateAfter");
    rounds.failed(Some(secs(30)), &moment(600, None));
    assert_eq!(rounds.due(), Some(secs(630)));
    assert_eq!(parameter(&rounds.take().unwrap(), "EndDateAfter"), from, "it begins where the failed one began");
}

#[test]
fn list_goes_on_at_once_and_ends_after_fifty_pages() {
    let mut rounds = Rounds::default();
    rounds.begin(secs(0), &moment(100, Some(100)));
    for page in 1..=49 {
        let listing = rounds.take().unwrap();
        assert!(!receive_page(&mut rounds, listing, &[200], Some(page), &moment(300, Some(300))), "{page}");
        assert_eq!(rounds.due(), Some(Duration::ZERO), "{page}");
    }
    let listing = rounds.take().unwrap();
    assert!(receive_page(&mut rounds, listing, &[100], Some(50), &moment(300, Some(300))));
    assert!(rounds.due() > Some(secs(300)));
    let next = rounds.take().unwrap();
    assert_eq!(parameter(&next, "EndDateAfter"), Some(time(198).text()), "after the latest end of all pages");
    assert_eq!(parameter(&next, "NextToken"), None);
}

#[test]
fn children_are_listed_from_the_start_once_they_are_known() {
    let mut rounds = Rounds::default();
    rounds.begin(secs(0), &moment(100, Some(100)));
    list(&mut rounds, &[200], &moment(200, Some(200)));
    rounds.include_children();
    assert_eq!(rounds.due(), Some(Duration::ZERO));
    let listing = rounds.take().unwrap();
    assert_eq!(parameter(&listing, "IncludeChildExecution").as_deref(), Some("true"));
    assert_eq!(parameter(&listing, "EndDateAfter"), Some(time(90).text()));
    rounds.failed(None, &moment(201, None));
    rounds.include_children();
    assert_ne!(rounds.due(), Some(Duration::ZERO), "once");
}

#[test]
fn page_of_a_list_without_children_moves_nothing_once_they_are_included() {
    let mut rounds = Rounds::default();
    rounds.begin(secs(0), &moment(100, Some(100)));
    let listing = rounds.take().unwrap();
    rounds.include_children();
    assert!(!receive(&mut rounds, listing, &[300], &moment(301, Some(301))));
    assert_eq!(rounds.due(), Some(Duration::ZERO));
    assert_eq!(list(&mut rounds, &[], &moment(302, None)), time(90).text());
}
