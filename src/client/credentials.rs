//! The credentials of a client: static, or requested from a provider when a call needs them.

use std::convert::Infallible;
use std::error::Error;
use std::fmt;
use std::future::Ready;
use std::sync::Arc;

use super::Host;
use super::host::{Interruption, InterruptionKind};
use super::shared::Shared;
use crate::rpc::credentials::Credentials;
use crate::rpc::problem::{Problem, summary};
use crate::rpc::timestamp::Timestamp;

/// Credentials that expire within this time are renewed first, so that they outlast the call that uses them.
const RENEWAL_SECONDS: i64 = 60;

/// Credentials from a provider.
#[derive(Debug, Clone)]
pub struct ExpiringCredentials {
    /// The credentials.
    pub credentials: Credentials,
    /// When they expire. `None` means that they are used until OOS refuses them.
    pub expiration: Option<Timestamp>,
}

/// Why a provider returned no usable credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProviderError<E> {
    /// The provider failed.
    Failed(E),
    /// What it returned cannot be used.
    Unusable(Vec<Problem>),
}

impl<E: fmt::Display> fmt::Display for ProviderError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed(error) => error.fmt(f),
            Self::Unusable(problems) => f.write_str(&summary(problems)),
        }
    }
}

impl<E: Error> Error for ProviderError<E> {}

/// Provides credentials on demand, such as those that STS hands out for an hour.
pub trait CredentialsProvider {
    /// Why it failed. The host's cause of a failed call is made of it.
    type Error;
    /// The credentials on their way. Every call that waits for them polls a clone of its own, so that a call that is dropped
    /// takes nothing from the others. `futures::future::Shared` makes such a future of any other.
    type Pending: Future<Output = Result<ExpiringCredentials, ProviderError<Self::Error>>> + Clone;

    /// Requests credentials.
    fn provide(&self) -> Self::Pending;
}

/// The provider of a client whose credentials never change. There is none, so it is never called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fixed {}

impl CredentialsProvider for Fixed {
    type Error = Infallible;
    type Pending = Ready<Result<ExpiringCredentials, ProviderError<Infallible>>>;

    fn provide(&self) -> Self::Pending {
        match *self {}
    }
}

/// The credentials of a client: given once, or requested from a provider. `Debug` shows no secret.
pub struct CredentialsSource<P: CredentialsProvider>(Source<P>);

enum Source<P: CredentialsProvider> {
    Fixed(Arc<Credentials>),
    Provider(Cache<P>),
}

/// Why there are no credentials to sign with.
pub(super) enum NoCredentials<E, Cause> {
    Provider(ProviderError<E>),
    Interrupted(Interruption<Cause>),
}

impl<P: CredentialsProvider> CredentialsSource<P> {
    /// Creates a source that always has the same credentials.
    #[must_use]
    pub fn fixed(credentials: Credentials) -> Self {
        Self(Source::Fixed(Arc::new(credentials)))
    }

    /// Creates a source that calls the provider when the first call needs credentials, and again before they expire. Calls
    /// that need credentials at the same time share one request.
    #[must_use]
    pub fn provider(provider: P) -> Self {
        Self(Source::Provider(Cache::new(provider)))
    }

    pub(super) async fn get<H: Host>(
        &self,
        host: &H,
        now: Timestamp,
    ) -> Result<Arc<Credentials>, NoCredentials<P::Error, H::Cause>> {
        match &self.0 {
            Source::Fixed(credentials) => Ok(Arc::clone(credentials)),
            Source::Provider(cache) => cache.get(host, now).await,
        }
    }

    /// Returns whether a provider can be asked for other credentials.
    pub(super) const fn is_renewable(&self) -> bool {
        matches!(self.0, Source::Provider(_))
    }

    /// Drops credentials that OOS refused, unless another call has replaced them. Returns whether others can be requested.
    pub(super) fn invalidate(&self, refused: &Arc<Credentials>) -> bool {
        match &self.0 {
            Source::Fixed(_) => false,
            Source::Provider(cache) => {
                cache.state.with(|State { current, .. }| {
                    let is_refused = |current: &Current| Arc::ptr_eq(&current.credentials, refused);
                    if current.as_ref().is_some_and(is_refused) {
                        *current = None;
                    }
                });
                true
            }
        }
    }
}

impl<P: CredentialsProvider> fmt::Debug for CredentialsSource<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Source::Fixed(credentials) => credentials.fmt(f),
            Source::Provider(cache) => {
                let current = cache.state.with(|state| state.current.clone());
                let credentials = current.map(|current| current.credentials);
                f.debug_struct("Cache").field("credentials", &credentials).finish_non_exhaustive()
            }
        }
    }
}

#[derive(Clone)]
struct Current {
    credentials: Arc<Credentials>,
    expiration: Option<Timestamp>,
}

impl Current {
    fn is_fresh(&self, now: Timestamp) -> bool {
        self.expiration.is_none_or(|expiration| expiration > now.plus_seconds(RENEWAL_SECONDS))
    }
}

/// One request to the provider. The credentials it leads to are one object for all calls that waited for them, since
/// [`CredentialsSource::invalidate`] compares by identity.
struct Flight<Pending> {
    /// Counts the requests to the provider.
    number: u64,
    pending: Pending,
    arrived: Shared<Option<Current>>,
}

/// A provider and the credentials it last returned.
struct Cache<P: CredentialsProvider> {
    provider: P,
    state: Shared<State<P::Pending>>,
}

struct State<Pending> {
    current: Option<Current>,
    flight: Option<Arc<Flight<Pending>>>,
    /// The number of the latest request.
    requested: u64,
    /// The number of the latest request whose credentials were kept. The response to an older one is out of date.
    kept: u64,
}

impl<Pending> Default for State<Pending> {
    fn default() -> Self {
        Self { current: None, flight: None, requested: 0, kept: 0 }
    }
}

impl<P: CredentialsProvider> Cache<P> {
    fn new(provider: P) -> Self {
        Self { provider, state: Shared::default() }
    }

    async fn get<H: Host>(
        &self,
        host: &H,
        now: Timestamp,
    ) -> Result<Arc<Credentials>, NoCredentials<P::Error, H::Cause>> {
        loop {
            if let Some(credentials) = self.fresh(now) {
                return Ok(credentials);
            }
            let (flight, abandoned) = self.join_flight();
            let response = match host.wait_for(flight.pending.clone()).await {
                Ok(response) => response,
                Err(interruption) => {
                    // A response that outlasts a deadline is not waited for again. An abort says nothing about it.
                    if interruption.kind == InterruptionKind::Deadline {
                        self.leave(&flight);
                    }
                    return Err(NoCredentials::Interrupted(interruption));
                }
            };
            self.leave(&flight);
            let arrived = self.arrive(&flight, response);
            if flight.number < self.state.with(|state| state.kept)
                && let Some(newer) = self.fresh(now)
            {
                return Ok(newer);
            }
            match arrived {
                Ok(current) if current.is_fresh(now) || !abandoned => return Ok(current.credentials),
                Err(error) if !abandoned => return Err(NoCredentials::Provider(error)),
                _ => {}
            }
        }
    }

    fn fresh(&self, now: Timestamp) -> Option<Arc<Credentials>> {
        let current = self.state.with(|state| state.current.clone());
        current.filter(|current| current.is_fresh(now)).map(|current| current.credentials)
    }

    /// Returns the request in progress, or a new one, and whether all calls that waited for it have ended: then the response
    /// may have come long ago.
    fn join_flight(&self) -> (Arc<Flight<P::Pending>>, bool) {
        if let Some(flight) = self.state.with(|state| state.flight.clone()) {
            let abandoned = Arc::strong_count(&flight) == 2; // the state's and this one
            return (flight, abandoned);
        }
        let pending = self.provider.provide();
        let flight = self.state.with(|state| {
            // Another thread, or the provider itself, may have used the client: then a request is under way already.
            let flight = state.flight.get_or_insert_with(|| {
                state.requested += 1;
                Arc::new(Flight { number: state.requested, pending, arrived: Shared::default() })
            });
            Arc::clone(flight)
        });
        (flight, false)
    }

    /// Makes the next call that needs credentials request them anew.
    fn leave(&self, flight: &Arc<Flight<P::Pending>>) {
        self.state.with(|state| {
            if state.flight.as_ref().is_some_and(|current| Arc::ptr_eq(current, flight)) {
                state.flight = None;
            }
        });
    }

    /// Keeps the credentials in a response, unless a newer request has led to others.
    fn arrive(
        &self,
        flight: &Flight<P::Pending>,
        response: Result<ExpiringCredentials, ProviderError<P::Error>>,
    ) -> Result<Current, ProviderError<P::Error>> {
        if let Some(current) = flight.arrived.with(|arrived| arrived.clone()) {
            return Ok(current);
        }
        let ExpiringCredentials { credentials, expiration } = response?;
        let current = Current { credentials: Arc::new(credentials), expiration };
        // Another thread may have been faster.
        let current = flight.arrived.with(|arrived| arrived.get_or_insert(current).clone());
        self.state.with(|state| {
            if flight.number > state.kept {
                state.kept = flight.number;
                state.current = Some(current.clone());
            }
        });
        Ok(current)
    }
}
