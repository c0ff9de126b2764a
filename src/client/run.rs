//! One call in progress: its attempts and the result of each.

use std::time::Duration;

use super::attempt::{Attempt, History, Timing};
use super::clock::{ClockOffset, seconds_ahead, server_time};
use super::credentials::{NoCredentials, ProviderError};
use super::host::{Headers, HttpResponse, Interruption, InterruptionKind, Request, TransportError, TransportErrorKind};
use super::retry::{asked_delay_ms, server_wait};
use super::{Failure, FailureKind, Host, Outcome, RequestStyle, StateFault, Success};
use crate::rpc::codes::{Remedy, is_denial};
use crate::rpc::operation::Operation;
use crate::rpc::request::SignedRequest;
use crate::rpc::response::{Context, Judgement, read};
use crate::rpc::timestamp::Timestamp;

/// An attempt without success, and what the server's headers say.
pub(super) struct FailedAttempt<Cause> {
    pub(super) failure: Failure<Cause>,
    pub(super) server_time: Option<Timestamp>,
    pub(super) server_wait: Option<Duration>,
    /// Whether the host could not even begin to send the request.
    pub(super) unsendable: bool,
}

/// The RequestId and the body of a success, or what went wrong.
type Exchanged<H> = Result<(String, <H as Host>::Json), Box<FailedAttempt<<H as Host>::Cause>>>;

/// One call in progress.
pub(super) struct Run<'a, H> {
    host: &'a H,
    operation: &'static Operation,
    started: Duration,
    /// How long each request may take, beside the deadline.
    request_timeout: Option<Duration>,
    /// Whether the run shares the server's limits with the other calls of a fleet.
    paced: bool,
    /// How many attempts the call had before this run.
    before: u32,
    /// Whether the caller reads the response before it observes the attempt.
    read_later: bool,
    /// Whether this run has tried to send a request.
    has_sent: bool,
    server_time: Option<Timestamp>,
    history: History,
}

impl<'a, H: Host> Run<'a, H> {
    pub(super) fn begin(host: &'a H, operation: &'static Operation) -> Self {
        let (started, history) = (host.monotonic(), History::default());
        let (paced, has_sent) = (false, false);
        Self {
            host,
            operation,
            started,
            request_timeout: None,
            paced,
            before: 0,
            read_later: false,
            has_sent,
            server_time: None,
            history,
        }
    }

    /// Begins a further run of a call that began at `started` and has these attempts behind it.
    pub(super) fn resume(host: &'a H, operation: &'static Operation, started: Duration, history: History) -> Self {
        Self { started, before: history.sent(), history, ..Self::begin(host, operation) }
    }

    /// Ends each request after this time, although the deadline is later.
    pub(super) fn request_timeout(self, timeout: Duration) -> Self {
        Self { request_timeout: Some(timeout), ..self }
    }

    /// Leaves it to the caller to observe the attempt that OOS accepts, once the response has been read: it may not be one of
    /// the operation.
    pub(super) fn read_later(self) -> Self {
        Self { read_later: true, ..self }
    }

    /// Makes the run wait before each request but the first until the server's limits allow it, and end once OOS refuses because
    /// of them.
    pub(super) fn paced(self) -> Self {
        Self { paced: true, ..self }
    }

    /// Counts only this many of the attempts behind it as attempts of an earlier run.
    pub(super) fn before(self, before: u32) -> Self {
        Self { before, ..self }
    }

    pub(super) const fn is_paced(&self) -> bool {
        self.paced
    }

    /// Returns whether the next request has to wait until the server's limits allow it. A fleet has waited before the first.
    pub(super) const fn waits_for_its_turn(&self) -> bool {
        self.paced && self.has_sent
    }

    /// Returns how many requests this run has sent.
    pub(super) fn sent(&self) -> u32 {
        self.history.sent() - self.before
    }

    fn elapsed(&self) -> Duration {
        self.host.monotonic().saturating_sub(self.started)
    }

    /// Sends one request. Returns the RequestId and the body, or what went wrong.
    pub(super) async fn exchange(
        &mut self,
        signed: &SignedRequest,
        style: RequestStyle,
        secrets: &[&str],
        waited: Duration,
        clock: &ClockOffset,
    ) -> Exchanged<H> {
        let (url, form) = match style {
            RequestStyle::Form => (signed.form_url().into(), Some(signed.form_body())),
            RequestStyle::Query | RequestStyle::Get => (signed.url(), None),
        };
        let Operation { effect, max_response_bytes, .. } = *self.operation;
        let timeout = self.request_timeout;
        let request = Request { method: signed.method(), url, form, effect, max_response_bytes, timeout };
        let started = self.elapsed();
        self.has_sent = true;
        let response = self.host.send(request).await;
        let timing = Timing { started, waited, elapsed: self.elapsed().saturating_sub(started) };
        let parameters = self.operation.parameters;
        let context = Context { secrets, string_to_sign: signed.string_to_sign(), parameters };
        self.judge(response, &context, timing, clock)
    }

    /// Judges one attempt. Not async, so that its locals do not become part of the future.
    #[inline(never)]
    fn judge(
        &mut self,
        response: Result<HttpResponse<H::Json>, TransportError<H::Cause>>,
        context: &Context<'_>,
        timing: Timing,
        clock: &ClockOffset,
    ) -> Exchanged<H> {
        let attempt = Attempt::new(self.history.sent() + 1, self.operation, timing);
        let mut unsendable = false;
        let (mut failure, headers) = match response {
            Ok(HttpResponse { http_status, headers, body, json }) => {
                let kind = match read(http_status, body, context) {
                    Judgement::Accepted { request_id } => {
                        self.server_time = server_time(&headers);
                        let attempt = attempt.accepted(http_status);
                        if self.read_later {
                            self.history.push(attempt);
                        } else {
                            self.record(attempt);
                        }
                        return Ok((request_id, json));
                    }
                    Judgement::Refused(mut error) => {
                        error.retry_after_ms = asked_delay_ms(&headers);
                        if is_denial(&error.code) {
                            error.meaning = self.operation.denied;
                        }
                        FailureKind::Service(Box::new(error))
                    }
                    Judgement::Unreadable(fault) => FailureKind::Response { fault, http_status },
                };
                (Failure { outcome: kind.outcome_once_sent(self.operation.effect), ..Failure::unsent(kind) }, headers)
            }
            Err(error) => {
                let kind = match error.kind {
                    TransportErrorKind::Interrupted { kind, .. } => interrupted(kind),
                    _ => FailureKind::Network,
                };
                let once_sent = kind.outcome_once_sent(self.operation.effect);
                let outcome = if error.kind.may_be_sent() { once_sent } else { Outcome::NotSent };
                unsendable = !error.kind.is_attempt();
                let (cause, hint) = (Some(error.cause), error.hint);
                (Failure { outcome, cause, hint, ..Failure::unsent(kind) }, Headers::default())
            }
        };
        let server_time = server_time(&headers);
        let now = server_time.unwrap_or_else(|| clock.corrected(self.host.now()));
        let server_wait = server_wait(&headers, now);
        if !unsendable {
            self.record(attempt.failed(&failure.kind, failure.outcome, server_wait));
        }
        if matches!(&failure.kind, FailureKind::Service(error) if error.remedy == Remedy::CheckClock) {
            failure.clock_ahead_seconds = server_time.map(|time| seconds_ahead(self.host.now(), time));
        }
        Err(Box::new(FailedAttempt { failure, server_time, server_wait, unsendable }))
    }

    fn record(&mut self, attempt: Attempt) {
        self.host.observe(&attempt);
        self.history.push(attempt);
    }

    pub(super) fn succeeded(self, request_id: String, json: H::Json) -> Success<H::Json> {
        let elapsed = self.elapsed();
        Success { request_id, json, history: self.history, elapsed, server_time: self.server_time }
    }

    /// Ends the call with `last`, in the light of all attempts.
    pub(super) fn failed(self, mut last: Failure<H::Cause>) -> Failure<H::Cause> {
        last.outcome = self.history.outcome_since(self.before, last.outcome);
        last.history = self.history;
        last.operation = Some(self.operation);
        last
    }

    pub(super) fn interrupted(self, interruption: Interruption<H::Cause>) -> Failure<H::Cause> {
        let cause = Some(interruption.cause);
        self.failed(Failure { cause, ..Failure::unsent(interrupted(interruption.kind)) })
    }

    pub(super) fn without_credentials<E>(self, reason: NoCredentials<E, H::Cause>) -> Failure<H::Cause>
    where
        H::Cause: From<E>,
    {
        match reason {
            NoCredentials::Provider(ProviderError::Failed(error)) => {
                let cause = Some(error.into());
                self.failed(Failure { cause, ..Failure::unsent(FailureKind::Credentials(Vec::new())) })
            }
            NoCredentials::Provider(ProviderError::Unusable(problems)) => {
                self.failed(Failure::unsent(FailureKind::Credentials(problems)))
            }
            NoCredentials::Interrupted(interruption) => self.interrupted(interruption),
        }
    }
}

const fn interrupted(kind: InterruptionKind) -> FailureKind {
    match kind {
        InterruptionKind::Deadline => FailureKind::Timeout,
        InterruptionKind::Aborted => FailureKind::Aborted,
        InterruptionKind::HostFailed => FailureKind::State(StateFault::HostFailed),
    }
}
