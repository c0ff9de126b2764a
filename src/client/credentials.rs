//! Where the credentials come from: given once, or asked of a provider when they are needed.

use std::cell::Cell;
use std::fmt;
use std::rc::Rc;

use super::{Interruption, InterruptionKind, Wait};
use crate::protocol::credentials::Credentials;
use crate::protocol::problem::Problem;
use crate::protocol::timestamp::Timestamp;

/// Credentials are renewed when they expire within this time, so that they outlast the call that they are used for.
const RENEWAL_SECONDS: i64 = 60;

/// What a provider gives.
#[derive(Debug, Clone)]
pub struct Provided {
    /// The credentials.
    pub credentials: Credentials,
    /// When they expire; used until OOS refuses them if `None`.
    pub expiration: Option<Timestamp>,
}

/// Why a provider gave nothing usable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProviderError<Cause> {
    /// It failed itself.
    Failed(Cause),
    /// What it gave is wrong.
    Unusable(Vec<Problem>),
}

/// Asked for credentials.
pub trait Provider {
    /// What the surroundings say about a failure.
    type Cause;
    /// An answer that is on its way. All who wait for it hold a clone.
    type Pending: Future<Output = Result<Provided, ProviderError<Self::Cause>>> + Clone;

    /// Asks.
    fn call(&self) -> Self::Pending;
}

/// The credentials of a client.
pub enum CredentialsSource<P: Provider> {
    /// Given once.
    Static(Rc<Credentials>),
    /// Asked for.
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

    /// Forgets credentials that OOS called expired; `false` if there are no others to be had.
    pub(super) fn forget(&self, expired: &Rc<Credentials>) -> bool {
        match self {
            Self::Static(_) => false,
            Self::Provider(cache) => {
                // Another call may have renewed them already.
                if peek(&cache.current).is_some_and(|current| Rc::ptr_eq(&current.credentials, expired)) {
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

/// A provider and what it last gave. Calls that need credentials at the same time wait for the same answer.
pub struct Cache<P: Provider> {
    provider: P,
    // Cells, since a RefCell would be one more thing that can panic.
    current: Cell<Option<Current>>,
    flight: Cell<Option<P::Pending>>,
}

impl<P: Provider> fmt::Debug for Cache<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let credentials = peek(&self.current).map(|current| current.credentials);
        f.debug_struct("Cache").field("credentials", &credentials).finish_non_exhaustive()
    }
}

impl<P: Provider> Cache<P> {
    /// Asks when the first call needs credentials.
    #[must_use]
    pub const fn new(provider: P) -> Self {
        Self { provider, current: Cell::new(None), flight: Cell::new(None) }
    }

    async fn get<W: Wait<Cause = P::Cause>>(
        &self,
        waiting: &W,
        now: Timestamp,
    ) -> Result<Rc<Credentials>, NoCredentials<P::Cause>> {
        if let Some(credentials) = self.fresh(now) {
            return Ok(credentials);
        }
        match waiting.wait_for(self.join_flight()).await {
            Ok(answer) => {
                self.flight.take();
                let provided = answer.map_err(NoCredentials::Provider)?;
                let credentials = Rc::new(provided.credentials);
                let current = Current { credentials: Rc::clone(&credentials), expiration: provided.expiration };
                self.current.set(Some(current));
                Ok(credentials)
            }
            Err(interruption) => {
                // An answer that takes longer than a call may is not waited for again; one that was only left, is.
                if interruption.kind == InterruptionKind::Deadline {
                    self.flight.take();
                }
                Err(NoCredentials::Interrupted(interruption))
            }
        }
    }

    fn fresh(&self, now: Timestamp) -> Option<Rc<Credentials>> {
        let current = peek(&self.current)?;
        let lasts = |expiration: Timestamp| expiration > now.plus_seconds(RENEWAL_SECONDS);
        current.expiration.is_none_or(lasts).then_some(current.credentials)
    }

    fn join_flight(&self) -> P::Pending {
        if let Some(pending) = peek(&self.flight) {
            return pending;
        }
        // The provider is foreign code and may have called the client: then an answer is on its way already.
        let pending = self.provider.call();
        peek(&self.flight).unwrap_or_else(|| {
            self.flight.set(Some(pending.clone()));
            pending
        })
    }
}

/// What a cell holds, left in it.
pub(crate) fn peek<T: Clone>(cell: &Cell<Option<T>>) -> Option<T> {
    let value = cell.take();
    cell.set(value.clone());
    value
}
