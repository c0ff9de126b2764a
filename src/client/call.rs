//! Sign, send, read, decide, retry.

use std::fmt;

use super::attempt::History;
use super::clock::ClockOffset;
use super::credentials::{CredentialsSource, NoCredentials, Provider};
use super::exchange::{Failed, Run};
use super::retry::{Need, RetryPolicy, Situation, need, next_attempt};
use super::{Entropy, Failure, FailureKind, Host};
use crate::oos::signed_url::{CancelExecution, SignedCall};
use crate::rpc::codes::Remedy;
use crate::rpc::endpoint::Endpoint;
use crate::rpc::nonce::Nonce;
use crate::rpc::signature::Method;
use crate::rpc::signature::diagnosis::Diagnosis;
use crate::rpc::timestamp::Timestamp;

/// The meaning of a refused timestamp for `send`, whose URL was signed elsewhere.
const SIGNED_ELSEWHERE: &str = "The URL's Timestamp differs from the server's clock by more than 15 minutes. Have the URL signed again and, if that does not help, check the clock of the machine that signs it.";

/// How the parameters are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestStyle {
    /// In the URL, as the vendor's SDKs send them.
    Query,
    /// In the body of a POST, where other scripts of the page do not see them.
    Form,
}

/// The result of a cancel that OOS accepted.
#[derive(Debug, Clone, PartialEq)]
pub struct Accepted {
    /// The RequestId of the call.
    pub request_id: String,
    /// The execution that is being cancelled.
    pub execution_id: String,
    /// Every attempt of the call.
    pub history: History,
    /// The time from the start of the call to the end of the response.
    pub elapsed_ms: f64,
}

/// A client: what its calls share. `Debug` shows no secret.
pub struct Client<P: Provider> {
    /// The origin to call.
    pub endpoint: Endpoint,
    /// Sent as the RegionId parameter when given.
    pub region_id: Option<String>,
    /// The credentials to sign with.
    pub credentials: CredentialsSource<P>,
    /// Where the parameters travel.
    pub request_style: RequestStyle,
    /// The method; a form is always posted.
    pub method: Method,
    /// When to retry.
    pub retry: RetryPolicy,
    /// The correction of this machine's clock, learned from the server's responses.
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
    /// Cancels one execution within `deadline_ms`, which `host` enforces as well. Every attempt is signed anew.
    ///
    /// # Errors
    /// Returns a [`Failure`]: what happened, and what is known about the cancel.
    pub async fn cancel_execution<H: Host<Cause = P::Cause>>(
        &self,
        host: &H,
        execution_id: &str,
        deadline_ms: f64,
    ) -> Result<Accepted, Failure<P::Cause>> {
        let nothing = Nonce::new([0; 16]);
        if let Err(problems) = self.request(execution_id, nothing.as_str(), host.now()).check() {
            return Err(Failure::invalid_input(problems));
        }
        let mut run = Run::begin(host);
        let mut waited_ms = 0.0;
        let mut renewed = false;
        loop {
            let credentials = match self.credentials.get(host, self.clock.now(host)).await {
                Ok(credentials) => credentials,
                Err(reason) => return Err(run.ended_by(reason)),
            };
            let Some(random) = host.random() else { return Err(run.failed(Failure::no_randomness())) };
            // Other calls may correct the client's clock while this request is in progress.
            let offset_seconds = self.clock.seconds();
            let timestamp = host.now().plus_seconds(offset_seconds);
            let nonce = Nonce::new(random);
            let call = self.request(execution_id, nonce.as_str(), timestamp).sign(&credentials);
            let secrets =
                [credentials.access_key_secret(), credentials.security_token().unwrap_or_default(), call.signature()];
            let sent = run.exchange(&call, self.request_style, &secrets, waited_ms, &self.clock).await;
            let Failed { failure, server_time, server_wait_ms, unsendable } = match sent {
                Ok(request_id) => return Ok(run.accepted(request_id, execution_id)),
                Err(failed) => failed,
            };
            let others = refuses_credentials(&failure.kind) && self.credentials.forget(&credentials);
            let temporary = credentials.access_key_id().starts_with("STS.");
            // A request that could not be sent cannot be sent on a retry either.
            let need = if unsendable { Need::GiveUp } else { need(&failure.kind, temporary) };
            let situation = Situation {
                need,
                attempts: run.history.sent(),
                remaining_ms: deadline_ms - run.elapsed_ms(),
                server_wait_ms,
                asked_to_retry: failure.kind.asks_to_retry(),
                clock_corrected: need == Need::Clock && self.clock.correct(host, offset_seconds, server_time),
                credentials_renewable: others && !renewed,
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

    fn request<'a>(&'a self, execution_id: &'a str, nonce: &'a str, timestamp: Timestamp) -> CancelExecution<'a> {
        CancelExecution {
            execution_id,
            region_id: self.region_id.as_deref(),
            endpoint: &self.endpoint,
            method: self.method,
            nonce,
            timestamp,
        }
    }
}

/// Sends a call that was signed elsewhere. It cannot be signed again here, so it has one attempt.
///
/// # Errors
/// Returns a [`Failure`]: what happened, and what is known about the cancel.
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
        Err(Failed { mut failure, .. }) => {
            if let FailureKind::Service(error) = &mut failure.kind
                && error.remedy == Remedy::CheckClock
            {
                error.meaning = SIGNED_ELSEWHERE;
            }
            Err(run.failed(failure))
        }
    }
}

/// Returns whether OOS refused the credentials themselves, so that they must not be used again.
fn refuses_credentials(kind: &FailureKind) -> bool {
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
fn jitter(entropy: &impl Entropy) -> f64 {
    let bytes = entropy.random().unwrap_or([u8::MAX; 16]);
    let [a, b, c, d, ..] = bytes;
    f64::from(u32::from_le_bytes([a, b, c, d])) / f64::from(u32::MAX)
}
