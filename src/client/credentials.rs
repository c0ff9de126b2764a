//! The credentials of a client: static, or requested from a provider when a call needs them.

use std::cell::Cell;
use std::fmt;
use std::rc::Rc;

use super::{Interruption, InterruptionKind, Wait};
use crate::rpc::credentials::Credentials;
use crate::rpc::problem::Problem;
use crate::rpc::timestamp::Timestamp;

/// Credentials that expire within this time are renewed first, so that they outlast the call that uses them.
const RENEWAL_SECONDS: i64 = 60;

/// Credentials from a provider.
#[derive(Debug, Clone)]
pub struct Provided {
    /// The credentials.
    pub credentials: Credentials,
    /// When they expire. `None` means that they are used until OOS refuses them.
    pub expiration: Option<Timestamp>,
}

/// Why a provider returned no usable credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProviderError<Cause> {
    /// The provider failed.
    Failed(Cause),
    /// The provider returned unusable credentials.
    Unusable(Vec<Problem>),
}

/// Provides credentials on demand.
pub trait Provider {
    /// The host's own error.
    type Cause;
    /// The pending result. Every call that waits for it polls its own clone, so that no call depends on another.
    type Pending: Future<Output = Result<Provided, ProviderError<Self::Cause>>> + Clone;

    /// Requests credentials.
    fn call(&self) -> Self::Pending;
}

/// The credentials of a client.
pub enum CredentialsSource<P: Provider> {
    /// Static credentials.
    Static(Rc<Credentials>),
    /// Credentials from a provider.
    Provider(Cache<P>),
}

impl<P: Provider> fmt::Debug for CredentialsSource<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Static(credentials) => credentials.fmt(f),
            Self::Provider(cache) => cache.fmt(f),
        }
    }
}

/// Why there are no credentials to sign with.
pub(super) enum NoCredentials<Cause> {
    Provider(ProviderError<Cause>),
    Interrupted(Interruption<Cause>),
}

impl<P: Provider> CredentialsSource<P> {
    pub(super) async fn get<W: Wait<Cause = P::Cause>>(
        &self,
        waiting: &W,
        now: Timestamp,
    ) -> Result<Rc<Credentials>, NoCredentials<P::Cause>> {
        match self {
            Self::Static(credentials) => Ok(Rc::clone(credentials)),
            Self::Provider(cache) => cache.get(waiting, now).await,
        }
    }

    /// Drops credentials that OOS refused, unless another call has replaced them. Returns whether new ones can be requested.
    pub(super) fn forget(&self, refused: &Rc<Credentials>) -> bool {
        match self {
            Self::Static(_) => false,
            Self::Provider(cache) => {
                if peek(&cache.current).is_some_and(|current| Rc::ptr_eq(&current.credentials, refused)) {
                    cache.current.set(None);
                }
                true
            }
        }
    }
}

#[derive(Clone)]
struct Current {
    credentials: Rc<Credentials>,
    expiration: Option<Timestamp>,
}

impl Current {
    fn is_fresh(&self, now: Timestamp) -> bool {
        self.expiration.is_none_or(|expiration| expiration > now.plus_seconds(RENEWAL_SECONDS))
    }
}

/// One request to the provider. All calls that waited for it share one credentials object, since
/// [`CredentialsSource::forget`] compares by identity.
struct Flight<Pending> {
    /// Counts the requests to the provider.
    number: u64,
    pending: Pending,
    arrived: Cell<Option<Current>>,
}

/// A provider and the credentials it last returned. Calls that need credentials at the same time share one request.
pub struct Cache<P: Provider> {
    provider: P,
    // Cells, since a borrow of a RefCell can panic.
    current: Cell<Option<Current>>,
    flight: Cell<Option<Rc<Flight<P::Pending>>>>,
    /// The number of the latest request.
    requested: Cell<u64>,
    /// The number of the latest request whose credentials were kept. The response to an older one is out of date.
    kept: Cell<u64>,
}

impl<P: Provider> fmt::Debug for Cache<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let credentials = peek(&self.current).map(|current| current.credentials);
        f.debug_struct("Cache").field("credentials", &credentials).finish_non_exhaustive()
    }
}

impl<P: Provider> Cache<P> {
    /// Creates a cache that calls the provider when the first call needs credentials.
    #[must_use]
    pub const fn new(provider: P) -> Self {
        Self {
            provider,
            current: Cell::new(None),
            flight: Cell::new(None),
            requested: Cell::new(0),
            kept: Cell::new(0),
        }
    }

    async fn get<W: Wait<Cause = P::Cause>>(
        &self,
        waiting: &W,
        now: Timestamp,
    ) -> Result<Rc<Credentials>, NoCredentials<P::Cause>> {
        loop {
            if let Some(credentials) = self.fresh(now) {
                return Ok(credentials);
            }
            let (flight, abandoned) = self.join_flight();
            let response = match waiting.wait_for(flight.pending.clone()).await {
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
            if flight.number < self.kept.get()
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

    fn fresh(&self, now: Timestamp) -> Option<Rc<Credentials>> {
        peek(&self.current).filter(|current| current.is_fresh(now)).map(|current| current.credentials)
    }

    /// Returns the request in progress, or a new one, and whether all calls that waited for it have ended: then the response
    /// may have come long ago.
    fn join_flight(&self) -> (Rc<Flight<P::Pending>>, bool) {
        if let Some(flight) = peek(&self.flight) {
            let abandoned = Rc::strong_count(&flight) == 2; // the cell's and this one
            return (flight, abandoned);
        }
        let pending = self.provider.call();
        // The provider is foreign code and may have used the client: then another request is in progress already.
        if let Some(flight) = peek(&self.flight) {
            return (flight, false);
        }
        let number = self.requested.get() + 1;
        self.requested.set(number);
        let flight = Rc::new(Flight { number, pending, arrived: Cell::new(None) });
        self.flight.set(Some(Rc::clone(&flight)));
        (flight, false)
    }

    /// Makes the next call that needs credentials request them anew.
    fn leave(&self, flight: &Rc<Flight<P::Pending>>) {
        if peek(&self.flight).is_some_and(|current| Rc::ptr_eq(&current, flight)) {
            self.flight.set(None);
        }
    }

    /// Keeps the credentials in a response, unless a newer request has led to others.
    fn arrive(
        &self,
        flight: &Flight<P::Pending>,
        response: Result<Provided, ProviderError<P::Cause>>,
    ) -> Result<Current, ProviderError<P::Cause>> {
        if let Some(current) = peek(&flight.arrived) {
            return Ok(current);
        }
        let Provided { credentials, expiration } = response?;
        let current = Current { credentials: Rc::new(credentials), expiration };
        flight.arrived.set(Some(current.clone()));
        if flight.number > self.kept.get() {
            self.kept.set(flight.number);
            self.current.set(Some(current.clone()));
        }
        Ok(current)
    }
}

/// Returns a clone of what a cell holds.
pub(crate) fn peek<T: Clone>(cell: &Cell<Option<T>>) -> Option<T> {
    let value = cell.take();
    cell.set(value.clone());
    value
}
