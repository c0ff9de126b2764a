//! Sign, send, read, decide, retry: one loop for every operation.

use std::fmt;
use std::time::Duration;

use super::attempt::History;
use super::clock::ClockOffset;
use super::credentials::{CredentialsProvider, CredentialsSource, Fixed};
use super::host::Interruption;
use super::retry::{Need, RetryPolicy, Situation, need, next_attempt};
use super::run::{FailedAttempt, Run};
use super::shared::Shared;
use super::throttle::Throttle;
use super::{Failure, FailureKind, Host};
use crate::oos::cancel_execution::CANCEL_EXECUTION;
use crate::oos::validate::ValidUrl;
use crate::rpc::codes::Remedy;
use crate::rpc::endpoint::Endpoint;
use crate::rpc::nonce::Nonce;
use crate::rpc::request::{Call, UnsignedRequest};
use crate::rpc::signature::Method;
use crate::rpc::signature::diagnosis::Diagnosis;
use crate::rpc::timestamp::Timestamp;

/// The meaning of a refused timestamp for `send`, whose URL was signed elsewhere.
const SIGNED_ELSEWHERE: &str = "The URL's Timestamp differs from the server's clock by more than 15 minutes. Have the URL signed again and, if that does not help, check the clock of the machine that signs it.";

/// How the parameters of a request travel. The signature covers them wherever they do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum RequestStyle {
    /// In the body of a POST, so that no URL holds a secret.
    #[default]
    Form,
    /// In the URL of a POST, as the vendor's SDKs send them.
    Query,
    /// In the URL of a GET.
    Get,
}

impl RequestStyle {
    /// Returns the method that a request of this style is signed for and sent by.
    #[must_use]
    pub const fn method(self) -> Method {
        match self {
            Self::Form | Self::Query => Method::Post,
            Self::Get => Method::Get,
        }
    }
}

/// OOS accepted the call.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Success<Json> {
    /// The RequestId of the call.
    pub request_id: String,
    /// The whole body, as the host has parsed it. The operation reads its results from it.
    pub json: Json,
    /// Every request that was sent.
    pub history: History,
    /// From the start of the call to the end of the response.
    pub elapsed: Duration,
    /// The server's clock, if the host can read it.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(super) server_time: Option<Timestamp>,
}

/// What the calls of one client share. `Debug` shows no secret.
///
/// It can be shared between threads if its provider of credentials can; [`Fixed`] credentials always can.
pub struct Client<P: CredentialsProvider = Fixed> {
    pub(super) endpoint: Endpoint,
    pub(super) region_id: Option<String>,
    pub(super) credentials: CredentialsSource<P>,
    pub(super) request_style: RequestStyle,
    pub(super) retry: RetryPolicy,
    pub(super) clock: ClockOffset,
    pub(super) throttle: Shared<Throttle>,
}

impl<P: CredentialsProvider> fmt::Debug for Client<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("endpoint", &self.endpoint)
            .field("credentials", &self.credentials)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}

impl<P: CredentialsProvider> Client<P> {
    /// Cancels one execution within the deadline of `host`. Every attempt is signed anew.
    ///
    /// # Errors
    /// [`Failure`] says what happened and what is known of the cancel.
    pub async fn cancel_execution<H: Host<Cause: From<P::Error>>>(
        &self,
        host: &H,
        execution_id: &str,
    ) -> Result<Success<H::Json>, Failure<H::Cause>> {
        self.call(host, &Call::new(&CANCEL_EXECUTION, &[("ExecutionId", execution_id)])).await
    }

    /// Makes one call within the deadline of `host`. Every attempt is signed anew.
    ///
    /// # Errors
    /// [`Failure`] says what happened and what is known of the effect.
    pub async fn call<H: Host<Cause: From<P::Error>>>(
        &self,
        host: &H,
        call: &Call<'_>,
    ) -> Result<Success<H::Json>, Failure<H::Cause>> {
        if let Err(problems) = call.check() {
            return Err(Failure::invalid_input(problems));
        }
        self.execute(host, call, Run::begin(host, call.operation()), &self.retry, Duration::ZERO).await
    }

    /// Executes one run of a call whose parameters have been checked and that has waited before it.
    pub(super) async fn execute<H: Host<Cause: From<P::Error>>>(
        &self,
        host: &H,
        call: &Call<'_>,
        mut run: Run<'_, H>,
        retry: &RetryPolicy,
        mut waited: Duration,
    ) -> Result<Success<H::Json>, Failure<H::Cause>> {
        let mut renewed = false;
        loop {
            if run.waits_for_its_turn()
                && let Err(interruption) = self.take_turn(host).await
            {
                return Err(run.interrupted(interruption));
            }
            let credentials = match self.credentials.get(host, self.clock.corrected(host.now())).await {
                Ok(credentials) => credentials,
                Err(reason) => return Err(run.without_credentials(reason)),
            };
            let Some(random) = host.random() else { return Err(run.failed(Failure::no_randomness())) };
            // Other calls may correct the client's clock while this request is in progress.
            let offset_seconds = self.clock.seconds();
            let timestamp = host.now().plus_seconds(offset_seconds);
            let nonce = Nonce::new(random);
            let request = self.request(*call, nonce.as_str(), timestamp).sign_unchecked(&credentials);
            let secrets = [
                credentials.access_key_secret(),
                credentials.security_token().unwrap_or_default(),
                request.signature(),
            ];
            let started = host.monotonic();
            let sent = run.exchange(&request, self.request_style, &secrets, waited, &self.clock).await;
            self.learn(host, started, sent.as_ref().err().map(Box::as_ref));
            let FailedAttempt { failure, server_time, server_wait, unsendable } = *match sent {
                Ok((request_id, json)) => return Ok(run.succeeded(request_id, json)),
                Err(failed) => failed,
            };
            let others = refuses_credentials(&failure.kind) && self.credentials.invalidate(&credentials);
            let temporary = credentials.access_key_id().starts_with("STS.");
            // A request that could not be sent cannot be sent on a retry either.
            let need = if unsendable { Need::GiveUp } else { need(&failure.kind, temporary) };
            let situation = Situation {
                need,
                attempts: run.sent(),
                remaining: host.remaining(),
                server_wait,
                asked_to_retry: failure.kind.asks_to_retry(),
                clock_corrected: need == Need::Clock && self.clock.correct(host.now(), offset_seconds, server_time),
                credentials_renewable: others && !renewed,
                jitter: jitter(host.random()),
            };
            // A fleet puts what was throttled back into its queue.
            if run.is_paced() && need == Need::WaitThrottled {
                return Err(run.failed(failure));
            }
            let Some(delay) = next_attempt(retry, &situation) else { return Err(run.failed(failure)) };
            renewed |= need == Need::Credentials;
            waited = delay;
            if !delay.is_zero()
                && let Err(interruption) = host.sleep(delay).await
            {
                return Err(run.interrupted(interruption));
            }
        }
    }

    /// Waits until the limits of the server allow one more request.
    async fn take_turn<H: Host>(&self, host: &H) -> Result<(), Interruption<H::Cause>> {
        while let Err(wait) = self.throttle.with(|throttle| throttle.take(host.monotonic())) {
            host.sleep(wait).await?;
        }
        Ok(())
    }

    /// Learns the server's limits from a response. One that is not OOS's says nothing about them.
    fn learn<H: Host>(&self, host: &H, sent: Duration, failed: Option<&FailedAttempt<H::Cause>>) {
        let now = host.monotonic();
        match failed.map(|failed| (&failed.failure.kind, failed.server_wait)) {
            Some((kind, server_wait)) if limits_requests(kind) => {
                let jitter = jitter(host.random());
                self.throttle.with(|throttle| throttle.refused(sent, now, server_wait, jitter));
            }
            None | Some((FailureKind::Service(_), _)) => self.throttle.with(|throttle| throttle.accepted(sent, now)),
            Some(_) => {}
        }
    }

    fn request<'a>(&'a self, call: Call<'a>, nonce: &'a str, timestamp: Timestamp) -> UnsignedRequest<'a> {
        UnsignedRequest {
            call,
            region_id: self.region_id.as_deref(),
            endpoint: &self.endpoint,
            method: self.request_style.method(),
            nonce,
            timestamp,
        }
    }
}

/// Sends a call that was signed elsewhere. It cannot be signed again here, so it has one attempt.
///
/// One that was signed for POST is sent as a form, so that its token is in no URL.
///
/// # Errors
/// [`Failure`] says what happened and what is known of the cancel.
pub async fn send<H: Host>(host: &H, url: &ValidUrl) -> Result<Success<H::Json>, Failure<H::Cause>> {
    let mut run = Run::begin(host, &CANCEL_EXECUTION);
    let request = &url.request;
    let style = match request.method() {
        Method::Get => RequestStyle::Get,
        Method::Post => RequestStyle::Form,
    };
    let token = url.security_token.as_deref().map(String::as_str);
    let secrets = [token.unwrap_or_default(), request.signature()];
    match run.exchange(request, style, &secrets, Duration::ZERO, &ClockOffset::default()).await {
        Ok((request_id, json)) => Ok(run.succeeded(request_id, json)),
        Err(failed) => {
            let mut failure = failed.failure;
            if let FailureKind::Service(error) = &mut failure.kind
                && error.remedy == Remedy::CheckClock
            {
                error.meaning = SIGNED_ELSEWHERE;
            }
            Err(run.failed(failure))
        }
    }
}

/// Returns whether a response asks for fewer requests.
fn limits_requests(kind: &FailureKind) -> bool {
    kind.asks_to_retry() || is_throttled(kind)
}

/// Returns whether OOS refused a request since there were too many.
pub(super) fn is_throttled(kind: &FailureKind) -> bool {
    need(kind, false) == Need::WaitThrottled
}

/// Returns whether OOS refused the credentials themselves, so that they must not be used again.
pub(super) fn refuses_credentials(kind: &FailureKind) -> bool {
    match kind {
        FailureKind::Service(error) => match error.diagnosis {
            Some(Diagnosis::WrongSecret) => true,
            Some(Diagnosis::Differs(_)) => false,
            None => error.remedy == Remedy::RefreshCredentials,
        },
        _ => false,
    }
}

/// Returns a random number from 0 up to 1; 1, for the longest delay, where there is no randomness.
pub(super) fn jitter(random: Option<[u8; 16]>) -> f64 {
    let [a, b, c, d, ..] = random.unwrap_or([u8::MAX; 16]);
    f64::from(u32::from_le_bytes([a, b, c, d])) / f64::from(u32::MAX)
}
