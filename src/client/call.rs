//! Sign, send, read, decide, repeat.

use std::fmt;

use super::attempt::{Attempt, History};
use super::clock::{ClockOffset, seconds_ahead, server_time};
use super::credentials::{CredentialsSource, NoCredentials, Provider, ProviderError};
use super::retry::{Need, RetryPolicy, Situation, need, next_attempt, server_wait_ms};
use super::{Entropy, Failure, FailureKind, Headers, Host, InterruptionKind, Outcome, Reply, Request};
use super::{TransportError, TransportErrorKind};
use crate::protocol::credentials::Credentials;
use crate::protocol::endpoint::Endpoint;
use crate::protocol::nonce::Nonce;
use crate::protocol::response::{Answer, Context, read};
use crate::protocol::sign::Method;
use crate::protocol::signed_url::{CancelExecution, SignedCall};
use crate::protocol::timestamp::Timestamp;

/// Where the parameters travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestStyle {
    /// In the URL, as the vendor's SDKs send them.
    Query,
    /// In the body of a POST, where other scripts of the page do not see them.
    Form,
}

/// OOS accepted the cancel.
#[derive(Debug, Clone, PartialEq)]
pub struct Accepted {
    /// The RequestId of the call.
    pub request_id: String,
    /// The execution that is being cancelled.
    pub execution_id: String,
    /// Every request that was sent.
    pub history: History,
    /// From the call to the whole answer.
    pub elapsed_ms: f64,
}

/// Who calls, where, and how. `Debug` shows no secret.
pub struct Client<P: Provider> {
    /// The origin that is called.
    pub endpoint: Endpoint,
    /// Sent as the RegionId parameter when given.
    pub region_id: Option<String>,
    /// Who signs.
    pub credentials: CredentialsSource<P>,
    /// Where the parameters travel.
    pub request_style: RequestStyle,
    /// The method; a form is always posted.
    pub method: Method,
    /// When to try again.
    pub retry: RetryPolicy,
    /// The clock as the server's answers have corrected it.
    pub clock: ClockOffset,
}

impl<P: Provider> fmt::Debug for Client<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("endpoint", &self.endpoint)
            .field("credentials", &self.credentials)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}

impl<P: Provider> Client<P> {
    /// Cancels one execution within `deadline_ms`, which `host` keeps as well. Every attempt is signed afresh.
    ///
    /// # Errors
    /// [`Failure`] says what happened and what is known of the cancel.
    pub async fn cancel_execution<H: Host<Cause = P::Cause>>(
        &self,
        host: &H,
        execution_id: &str,
        deadline_ms: f64,
    ) -> Result<Accepted, Failure<P::Cause>> {
        let mut run = Run::begin(host);
        let mut waited_ms = 0.0;
        let mut renewed = false;
        loop {
            let credentials = match self.credentials.get(host, self.clock.now(host)).await {
                Ok(credentials) => credentials,
                Err(reason) => return Err(run.ended_by(reason)),
            };
            let Some(random) = host.random() else { return Err(run.failed(Failure::no_entropy())) };
            let call = self.sign(host, execution_id, &credentials, &random);
            let secrets = [credentials.access_key_secret(), credentials.security_token().unwrap_or_default()];
            let sent = run.exchange(&call, self.request_style, &secrets, waited_ms, &self.clock).await;
            let Failed { mut failure, server_time, server_wait_ms } = match sent {
                Ok(request_id) => return Ok(run.accepted(request_id, execution_id)),
                Err(failed) => failed,
            };
            // What could not even leave would not the next time either.
            let need = if failure.outcome == Outcome::NotSent { Need::GiveUp } else { need(&failure.kind) };
            if need == Need::Clock {
                failure.clock_ahead_seconds = server_time.map(|time| seconds_ahead(host, time));
            }
            let situation = Situation {
                need,
                attempts: run.history.sent(),
                remaining_ms: deadline_ms - run.elapsed_ms(),
                server_wait_ms,
                clock_corrected: need == Need::Clock && server_time.is_some_and(|time| self.clock.correct(host, time)),
                credentials_renewable: need == Need::Credentials && self.credentials.forget(&credentials) && !renewed,
                jitter: jitter(host),
            };
            let Some(wait_ms) = next_attempt(&self.retry, &situation) else { return Err(run.failed(failure)) };
            renewed |= need == Need::Credentials;
            waited_ms = wait_ms;
            if wait_ms > 0.0
                && let Err(interruption) = host.sleep(wait_ms).await
            {
                return Err(run.ended_by(NoCredentials::Interrupted(interruption)));
            }
        }
    }

    fn sign<H: Host>(&self, host: &H, execution_id: &str, credentials: &Credentials, random: &[u8; 16]) -> SignedCall {
        CancelExecution {
            execution_id,
            region_id: self.region_id.as_deref(),
            endpoint: &self.endpoint,
            method: self.method,
            nonce: Nonce::new(*random).as_str(),
            timestamp: self.clock.now(host),
        }
        .sign(credentials)
    }
}

/// Sends a call that was signed elsewhere. It cannot be signed afresh, so it is sent once.
///
/// # Errors
/// [`Failure`] says what happened and what is known of the cancel.
pub async fn send<H: Host>(
    host: &H,
    call: &SignedCall,
    execution_id: &str,
    security_token: Option<&str>,
) -> Result<Accepted, Failure<H::Cause>> {
    let mut run = Run::begin(host);
    let secrets = [security_token.unwrap_or_default(), call.signature()];
    match run.exchange(call, RequestStyle::Query, &secrets, 0.0, &ClockOffset::default()).await {
        Ok(request_id) => Ok(run.accepted(request_id, execution_id)),
        Err(failed) => Err(run.failed(failed.failure)),
    }
}

/// An attempt without success, and what the server's headers say.
struct Failed<Cause> {
    failure: Failure<Cause>,
    server_time: Option<Timestamp>,
    server_wait_ms: Option<f64>,
}

/// One call under way.
struct Run<'a, H> {
    host: &'a H,
    started_ms: f64,
    history: History,
}

impl<'a, H: Host> Run<'a, H> {
    fn begin(host: &'a H) -> Self {
        Self { host, started_ms: host.monotonic_ms(), history: History::default() }
    }

    fn elapsed_ms(&self) -> f64 {
        self.host.monotonic_ms() - self.started_ms
    }

    /// One request and its answer; the RequestId, or what went wrong.
    async fn exchange(
        &mut self,
        call: &SignedCall,
        style: RequestStyle,
        secrets: &[&str],
        waited_ms: f64,
        clock: &ClockOffset,
    ) -> Result<String, Failed<H::Cause>> {
        let request = match style {
            RequestStyle::Query => Request { method: call.method(), url: call.url(), form: None },
            RequestStyle::Form => {
                Request { method: Method::Post, url: call.form_url().into(), form: Some(call.form_body()) }
            }
        };
        let sent_ms = self.host.monotonic_ms();
        let reply = self.host.send(request).await;
        let elapsed_ms = self.host.monotonic_ms() - sent_ms;
        let context = Context { secrets, string_to_sign: call.string_to_sign() };
        self.judge(reply, &context, (waited_ms, elapsed_ms), clock)
    }

    /// What an attempt came to. Apart from the waiting, whose states would each hold a part of it.
    #[inline(never)]
    fn judge(
        &mut self,
        reply: Result<Reply, TransportError<H::Cause>>,
        context: &Context<'_>,
        (waited_ms, elapsed_ms): (f64, f64),
        clock: &ClockOffset,
    ) -> Result<String, Failed<H::Cause>> {
        let number = self.history.sent() + 1;
        let (kind, outcome, cause, headers) = match reply {
            Ok(reply) => {
                let kind = match read(reply.http_status, reply.body, context) {
                    Answer::Accepted { request_id } => {
                        self.record(Attempt::accepted(number, waited_ms, elapsed_ms, reply.http_status));
                        return Ok(request_id);
                    }
                    Answer::Refused(error) => FailureKind::Service(Box::new(error)),
                    Answer::Unreadable(fault) => FailureKind::Response { fault, http_status: reply.http_status },
                };
                let outcome = kind.outcome_once_sent();
                (kind, outcome, None, reply.headers)
            }
            Err(error) => {
                let kind = match error.kind {
                    TransportErrorKind::Network => FailureKind::Network,
                    TransportErrorKind::Interrupted(interruption) => interrupted(interruption),
                };
                let outcome = if error.may_be_sent { Outcome::Unknown } else { Outcome::NotSent };
                (kind, outcome, Some(error.cause), Headers::default())
            }
        };
        if outcome != Outcome::NotSent {
            self.record(Attempt::failed(number, waited_ms, elapsed_ms, &kind, outcome));
        }
        let server_time = server_time(&headers);
        let server_wait_ms = server_wait_ms(&headers, server_time.unwrap_or_else(|| clock.now(self.host)));
        Err(Failed { failure: Failure { outcome, cause, ..Failure::unsent(kind) }, server_time, server_wait_ms })
    }

    fn record(&mut self, attempt: Attempt) {
        self.host.observe(&attempt);
        self.history.push(attempt);
    }

    fn accepted(self, request_id: String, execution_id: &str) -> Accepted {
        let elapsed_ms = self.elapsed_ms();
        Accepted { request_id, execution_id: execution_id.to_owned(), history: self.history, elapsed_ms }
    }

    /// The end of the call: `last`, in the light of all attempts.
    fn failed(self, mut last: Failure<H::Cause>) -> Failure<H::Cause> {
        last.outcome = self.history.outcome_with(last.outcome);
        last.history = self.history;
        last
    }

    fn ended_by(self, reason: NoCredentials<H::Cause>) -> Failure<H::Cause> {
        let (kind, cause) = match reason {
            NoCredentials::Provider(ProviderError::Failed(cause)) => {
                (FailureKind::Credentials(Vec::new()), Some(cause))
            }
            NoCredentials::Provider(ProviderError::Unusable(problems)) => (FailureKind::Credentials(problems), None),
            NoCredentials::Interrupted(interruption) => (interrupted(interruption.kind), Some(interruption.cause)),
        };
        self.failed(Failure { cause, ..Failure::unsent(kind) })
    }
}

const fn interrupted(kind: InterruptionKind) -> FailureKind {
    match kind {
        InterruptionKind::Deadline => FailureKind::Timeout,
        InterruptionKind::Aborted => FailureKind::Aborted,
    }
}

/// A random number from 0 up to 1; 1 where there is no randomness, which is the longest wait.
fn jitter(entropy: &impl Entropy) -> f64 {
    let bytes = entropy.random().unwrap_or([u8::MAX; 16]);
    let [a, b, c, d, ..] = bytes;
    f64::from(u32::from_le_bytes([a, b, c, d])) / f64::from(u32::MAX)
}
