//! When to list what has ended, and from which time on: pages by the date of the end show many executions in one request.

use std::time::Duration;

use crate::client::listing::Listing;
use crate::client::pace::Pace;
use crate::oos::execution::Execution;
use crate::oos::execution_filter::ExecutionFilter;
use crate::rpc::json::Json;
use crate::rpc::timestamp::Timestamp;

/// By how many seconds the first list begins before the first cancel: dates are whole seconds, and clocks differ.
const BEFORE_FIRST_CANCEL: i64 = 10;

/// By how many seconds the next list begins before the latest end that is known. A list may lag behind.
const OVERLAP: i64 = 2;

/// The most pages of one list. What is not on them is looked at one by one.
const MOST_PAGES: u32 = 50;

/// A fleet sets no deadline for its lists.
const ENDLESS: Duration = Duration::from_secs(3_600);

/// The rounds of lists while a fleet waits. Times are those of `Host::monotonic`, dates those of the server.
#[derive(Debug, Default)]
pub(super) struct Rounds {
    /// The earliest end that the first list had; `None` before the first cancel.
    first: Option<Timestamp>,
    /// The earliest end that the next list has.
    cursor: Option<Timestamp>,
    /// Whether the cursor was set by the server's clock.
    by_server: bool,
    /// The latest end that the current list has shown.
    latest: Option<Timestamp>,
    pace: Pace,
    next_at: Duration,
    /// The list that has further pages.
    open: Option<Listing>,
    pages: u32,
    /// Whether a page is on its way.
    in_flight: bool,
    /// Whether lists have children as well.
    with_children: bool,
    /// Whether the page on its way belongs to a list without them.
    is_stale: bool,
}

/// The moment of a response.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment {
    pub(super) now: Duration,
    /// The time of this machine, as far as it has been corrected.
    pub(super) own: Timestamp,
    /// The time of the server, if the response says it.
    pub(super) date: Option<Timestamp>,
    /// A random number from 0 up to 1.
    pub(super) jitter: f64,
}

impl Rounds {
    /// Begins once the first cancel may have had an effect. It was first sent `since` before `moment`.
    pub(super) fn begin(&mut self, since: Duration, moment: &Moment) {
        if self.cursor.is_none() {
            let seconds = i64::try_from(since.as_secs()).unwrap_or(i64::MAX).saturating_add(BEFORE_FIRST_CANCEL);
            self.by_server = moment.date.is_some();
            self.first = Some(moment.date.unwrap_or(moment.own).plus_seconds(-seconds));
            self.cursor = self.first;
            self.delay(None, moment);
        }
        self.learn(moment);
    }

    /// Corrects a cursor that was set by this machine's clock and may be too late.
    fn learn(&mut self, moment: &Moment) {
        let Some(date) = moment.date else { return };
        if !std::mem::replace(&mut self.by_server, true) {
            let ahead = (moment.own.unix_seconds() - date.unix_seconds()).max(0);
            self.first = self.first.map(|time| time.plus_seconds(-ahead));
            self.cursor = self.cursor.map(|time| time.plus_seconds(-ahead));
        }
    }

    fn delay(&mut self, server_wait: Option<Duration>, moment: &Moment) {
        let delay = self.pace.next(moment.jitter, server_wait, ENDLESS).unwrap_or(ENDLESS);
        self.next_at = moment.now.saturating_add(delay);
    }

    /// Makes the next list due at once.
    pub(super) fn hurry(&mut self) {
        self.next_at = Duration::ZERO;
    }

    /// Includes children from now on, and lists once more what has ended since the first cancel.
    pub(super) fn include_children(&mut self) {
        if !std::mem::replace(&mut self.with_children, true) {
            (self.cursor, self.open, self.is_stale) = (self.first, None, self.in_flight);
            self.hurry();
        }
    }

    /// Returns when the next page is due; `None` while one is on its way, and before the first cancel.
    pub(super) fn due(&self) -> Option<Duration> {
        match self.open {
            _ if self.in_flight || self.cursor.is_none() => None,
            Some(_) => Some(Duration::ZERO),
            None => Some(self.next_at),
        }
    }

    /// Takes the list whose next page is due.
    pub(super) fn take(&mut self) -> Option<Listing> {
        let listing = match self.open.take() {
            Some(listing) => listing,
            None => {
                (self.latest, self.pages) = (None, 0);
                Listing::unchecked(self.filter()?)
            }
        };
        self.in_flight = true;
        Some(listing)
    }

    fn filter(&self) -> Option<ExecutionFilter> {
        let filter = ExecutionFilter::new().ended_after(self.cursor?);
        let filter = filter.with("SortField", "EndDate".to_owned()).with("SortOrder", "Ascending".to_owned());
        Some(if self.with_children { filter.with("IncludeChildExecution", "true".to_owned()) } else { filter })
    }

    /// Learns from a page. Returns whether it ends the list.
    pub(super) fn page<J: Json>(&mut self, executions: &[Execution<J>], listing: Listing, moment: &Moment) -> bool {
        self.in_flight = false;
        self.learn(moment);
        if std::mem::take(&mut self.is_stale) {
            return false;
        }
        let ends = executions.iter().filter_map(|execution| Timestamp::parse_lenient(&execution.end_date()?));
        self.latest = ends.chain(self.latest).max();
        self.pages += 1;
        if listing.has_next() && self.pages < MOST_PAGES {
            self.open = Some(listing);
            return false;
        }
        // An end in the future, as from a wrong clock, must not hide what ends until then.
        let latest = self.latest.map(|end| moment.date.map_or(end, |date| end.min(date)).plus_seconds(-OVERLAP));
        self.cursor = self.cursor.max(latest);
        self.delay(None, moment);
        true
    }

    /// Records that a page failed. The next list begins where this one began.
    pub(super) fn failed(&mut self, server_wait: Option<Duration>, moment: &Moment) {
        (self.in_flight, self.is_stale) = (false, false);
        self.learn(moment);
        self.delay(server_wait, moment);
    }
}

#[cfg(test)]
mod tests;
