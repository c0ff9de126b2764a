//! Sign, send, read, decide.

use super::{Clock, Entropy, Failure, FailureKind, Outcome, Request, Transport, TransportErrorKind};
use crate::protocol::credentials::Credentials;
use crate::protocol::endpoint::Endpoint;
use crate::protocol::response::{Answer, read};
use crate::protocol::sign::Method;
use crate::protocol::signed_url::{CancelExecution, SignedCall};

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
    /// How many requests were sent.
    pub attempts: u32,
    /// From the call to the whole answer.
    pub elapsed_ms: f64,
}

/// Who calls, where, and how.
#[derive(Debug, Clone)]
pub struct Client {
    /// The origin that is called.
    pub endpoint: Endpoint,
    /// Sent as the RegionId parameter when given.
    pub region_id: Option<String>,
    /// Who signs.
    pub credentials: Credentials,
    /// Where the parameters travel.
    pub request_style: RequestStyle,
    /// The method; a form is always posted.
    pub method: Method,
}

impl Client {
    /// Cancels one execution.
    ///
    /// # Errors
    /// [`Failure`] says what happened and what is known of the cancel.
    pub async fn cancel_execution<Host: Transport + Clock + Entropy>(
        &self,
        host: &Host,
        execution_id: &str,
    ) -> Result<Accepted, Failure<Host::Cause>> {
        let nonce = nonce(host).ok_or_else(Failure::no_entropy)?;
        let call = CancelExecution {
            execution_id,
            region_id: self.region_id.as_deref(),
            endpoint: &self.endpoint,
            method: self.method,
            nonce: &nonce,
            timestamp: host.now(),
        }
        .sign(&self.credentials);
        let secrets = [self.credentials.access_key_secret(), self.credentials.security_token().unwrap_or_default()];
        send(host, &call, self.request_style, execution_id, &secrets).await
    }
}

/// Sends a signed call once. `secrets` are taken out of what the server says.
///
/// # Errors
/// [`Failure`] says what happened and what is known of the cancel.
pub async fn send<Host: Transport + Clock>(
    host: &Host,
    call: &SignedCall,
    style: RequestStyle,
    execution_id: &str,
    secrets: &[&str],
) -> Result<Accepted, Failure<Host::Cause>> {
    let started = host.monotonic_ms();
    let request = match style {
        RequestStyle::Query => Request { method: call.method(), url: call.url(), form: None },
        RequestStyle::Form => Request { method: Method::Post, url: call.form_url(), form: Some(call.form_body()) },
    };
    let reply = match host.send(request).await {
        Ok(reply) => reply,
        Err(error) => {
            let kind = match error.kind {
                TransportErrorKind::Network => FailureKind::Network,
                TransportErrorKind::Deadline => FailureKind::Timeout,
                TransportErrorKind::Aborted => FailureKind::Aborted,
            };
            let outcome = if error.may_be_sent { Outcome::Unknown } else { Outcome::NotSent };
            return Err(Failure { kind, outcome, attempts: error.may_be_sent.into(), cause: Some(error.cause) });
        }
    };
    let kind = match read(reply.http_status, reply.body, secrets) {
        Answer::Accepted { request_id } => {
            return Ok(Accepted {
                request_id,
                execution_id: execution_id.to_owned(),
                attempts: 1,
                elapsed_ms: host.monotonic_ms() - started,
            });
        }
        Answer::Refused(error) => FailureKind::Service(Box::new(error)),
        Answer::Unreadable(fault) => FailureKind::Response { fault, http_status: reply.http_status },
    };
    let outcome = kind.outcome_once_sent();
    Err(Failure { kind, outcome, attempts: 1, cause: None })
}

/// A SignatureNonce: 128 random bits in hex, as the vendor's own SDKs write theirs. `None` where there is no randomness.
#[must_use]
pub fn nonce(entropy: &impl Entropy) -> Option<String> {
    const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let digit = |nibble: u8| HEX.get(usize::from(nibble & 15)).copied().unwrap_or('0');
    Some(entropy.random()?.into_iter().flat_map(|byte| [digit(byte >> 4), digit(byte)]).collect())
}
