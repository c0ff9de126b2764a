//! The loop of a fleet: one place that starts requests, receives their ends and reports.

use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

use super::budget::{Budget, MOMENT};
use super::ids::{Candidate, ExecutionIds};
use super::jobs::Done;
use super::progress::{FleetProgress, eta};
use super::roster::{Phase, Roster};
use super::rounds::Moment;
use super::settle::Cancel;
use super::stop::{Repairable, stops_all};
use super::{FleetHost, FleetOptions, FleetReport, FleetStop};
use crate::client::call::{is_throttled, jitter};
use crate::client::credentials::CredentialsProvider;
use crate::client::host::Interruption;
use crate::client::{Client, Host};
use crate::rpc::json::Json;
use crate::rpc::timestamp::Timestamp;

/// The shortest time between two reports of the progress.
const PROGRESS: Duration = Duration::from_millis(100);

/// How long the last looks after an abort may take, all together.
const LAST_LOOKS: Duration = Duration::from_secs(10);

/// How long the loop sleeps if nothing is due.
const IDLE: Duration = Duration::from_secs(60);

/// How many results the host receives in a row. It may need tens of microseconds for each.
const RESULTS: usize = 500;

/// What the loop waits for.
enum Event<C, J, E> {
    Done(usize, Box<Done<C, J>>),
    Taken(Option<Result<Candidate, E>>),
    Slept(Result<(), Interruption<C>>),
}

type CallOf<F> = <F as FleetHost>::Call;
type CauseOf<F> = <CallOf<F> as Host>::Cause;

impl<P: CredentialsProvider> Client<P> {
    /// Cancels many executions, a bounded number at once, and passes the result of each to `host`. A refusal of one execution
    /// never stops the others.
    ///
    /// When the caller aborts, every id that was taken still gets its result, and the report follows.
    pub async fn cancel_executions<F, S>(&self, host: &F, mut ids: S, options: &FleetOptions) -> FleetReport<CauseOf<F>>
    where
        F: FleetHost<Call: Host<Cause: Clone + From<P::Error> + From<S::Error>, Json: Json>>,
        S: ExecutionIds,
    {
        let (pacer, last_pacer) = (host.call(Duration::MAX), host.last_call(Duration::MAX));
        let mut pacer = &pacer;
        let started = pacer.monotonic();
        let mut roster: Roster<CauseOf<F>, <CallOf<F> as Host>::Json> = Roster::new(options);
        let (is_whole, mut is_open, mut cause) = (ids.is_whole(), true, None);
        let (mut running, mut sleep, mut budget) = (Vec::new(), None, Budget::default());
        let (mut reported, mut changed) = (None::<Duration>, false);
        let mut give_up_at = Duration::MAX;
        loop {
            let now = pacer.monotonic();
            if now >= give_up_at {
                roster.give_up();
            }
            roster.advance(now);
            let work = roster.expire(now, budget.left());
            budget.use_up(work, now);
            let work = roster.settle_unsent(budget.left());
            budget.use_up(work, now);

            let takes_all = is_open && is_whole;
            let allowed = self.throttle.with(|throttle| throttle.concurrency(options.concurrency));
            let has_room = |running: usize| running < allowed as usize;
            while has_room(running.len()) && !takes_all && budget.left() > 0 && roster.has_job(now) {
                if self.throttle.with(|throttle| throttle.take(now)).is_err() {
                    break;
                }
                let Some(job) = roster.next_job(now) else { break };
                let is_last = give_up_at != Duration::MAX;
                let within = job.within().min(give_up_at.saturating_sub(now));
                let call = if is_last { host.last_call(within) } else { host.call(within) };
                running.push(Box::pin(self.work(call, job)));
                changed = true;
            }
            for result in roster.results.drain(..roster.results.len().min(RESULTS)) {
                host.settled(result);
                changed = true;
            }
            if is_open && !is_whole && roster.phase != Phase::Open {
                ids.close();
                is_open = false;
            }

            let is_over = !is_open && running.is_empty() && roster.is_settled() && roster.results.is_empty();
            if is_over || (changed && reported.is_none_or(|time| now >= time + PROGRESS)) {
                let (settled, total, elapsed) = (roster.settled(), roster.entries.len(), now.saturating_sub(started));
                host.progress(&FleetProgress {
                    total,
                    settled,
                    in_flight: running.len(),
                    concurrency: allowed,
                    throttled: self.throttle.with(|throttle| throttle.is_slowed(now)),
                    eta: if is_open { None } else { eta(settled, total, elapsed) },
                    counts: roster.counts,
                });
                (reported, changed) = (Some(now), false);
            }
            if is_over {
                let elapsed = now.saturating_sub(started);
                return FleetReport { counts: roster.counts, elapsed, stopped: roster.stopped, cause };
            }

            let opens_at = now + self.throttle.with(|throttle| throttle.opens_in(now));
            let waits_for_turn = has_room(running.len()) && !takes_all && roster.has_job(now);
            let due = [
                waits_for_turn.then_some(opens_at),
                roster.page_due().filter(|due| *due > now),
                roster.next_due(),
                reported.filter(|_| changed).map(|time| time + PROGRESS),
                (!roster.results.is_empty()).then_some(now),
                (give_up_at != Duration::MAX).then_some(give_up_at),
                Some(now + IDLE),
            ];
            let due = budget.until.or(due.into_iter().flatten().min()).unwrap_or(now + IDLE);
            // A sleep that ends early does no harm.
            if sleep.as_ref().is_none_or(|(end, _)| *end > due) {
                let pacer = pacer;
                sleep = Some((due, Box::pin(pacer.sleep(due.saturating_sub(now).max(MOMENT)))));
            }
            let takes =
                is_open && budget.left() > 0 && (takes_all || (has_room(running.len()) && !roster.has_unsent()));

            let event = poll_fn(|context| {
                // First, since it brings the news of an abort.
                if let Some((_, sleep)) = &mut sleep
                    && let Poll::Ready(result) = sleep.as_mut().poll(context)
                {
                    return Poll::Ready(Event::Slept(result));
                }
                for (place, job) in running.iter_mut().enumerate() {
                    if let Poll::Ready(done) = job.as_mut().poll(context) {
                        return Poll::Ready(Event::Done(place, Box::new(done)));
                    }
                }
                if takes && let Poll::Ready(taken) = ids.poll_next(context) {
                    return Poll::Ready(Event::Taken(taken));
                }
                Poll::Pending
            })
            .await;

            let now = pacer.monotonic();
            budget.use_up(1, now);
            match event {
                Event::Done(place, done) => {
                    drop(running.swap_remove(place));
                    changed = true;
                    // A call may learn of an abort before the sleep does.
                    if let Some(reason) = done.abort()
                        && give_up_at == Duration::MAX
                    {
                        cause = cause.or(reason);
                        roster.abort();
                        (pacer, give_up_at) = (&last_pacer, now + LAST_LOOKS);
                    }
                    self.done(&mut roster, *done, pacer);
                }
                Event::Taken(Some(Ok(candidate))) => roster.take(candidate),
                Event::Taken(None) => is_open = false,
                Event::Taken(Some(Err(error))) => {
                    is_open = false;
                    roster.stopped.get_or_insert(FleetStop::Source);
                    cause.get_or_insert(error.into());
                }
                Event::Slept(result) => {
                    sleep = None;
                    budget.slept(now);
                    if let Err(interruption) = result
                        && give_up_at == Duration::MAX
                    {
                        cause.get_or_insert(interruption.cause);
                        roster.abort();
                        (pacer, give_up_at) = (&last_pacer, now + LAST_LOOKS);
                    }
                }
            }
        }
    }

    fn done<H: Host<Cause: Clone, Json: Json>>(
        &self,
        roster: &mut Roster<H::Cause, H::Json>,
        done: Done<H::Cause, H::Json>,
        pacer: &H,
    ) {
        let now = pacer.monotonic();
        let own = self.clock.corrected(pacer.now());
        let moment = |date: Option<Timestamp>| Moment { now, own, date, jitter: jitter(pacer.random()) };
        match done {
            Done::Cancel { index, first_sent, throttled, corrected, result } => {
                let repairable = Repairable { credentials: self.credentials.is_renewable(), clock: corrected };
                let stop = result.as_ref().err().and_then(|failure| stops_all(failure, repairable));
                let opens_in = self.throttle.with(|throttle| throttle.opens_in(now));
                let may_repeat = self.retry.max_attempts > 1;
                let refused = result.as_ref().err().filter(|failure| may_repeat && is_throttled(&failure.kind));
                let again_in = refused.map(|failure| opens_in.max(failure.history.server_wait().unwrap_or_default()));
                let date = result.as_ref().ok().and_then(|success| success.server_time);
                let cancel = Cancel { index, first_sent, throttled, result, stop, again_in };
                roster.cancelled(cancel, &moment(date));
            }
            Done::Look { index, result } => {
                let throttled = result.as_ref().err().is_some_and(|failure| is_throttled(&failure.kind));
                roster.looked(index, result, throttled, &moment(None));
            }
            Done::Page { listing, date, result } => roster.listed(listing, result, &moment(date)),
        }
    }
}
