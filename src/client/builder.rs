//! The builder of a client, which checks that its parts fit together.

use std::fmt;

use super::clock::ClockOffset;
use super::credentials::{CredentialsProvider, CredentialsSource, Fixed};
use super::retry::RetryPolicy;
use super::shared::Shared;
use super::{Client, RequestStyle};
use crate::rpc::credentials::Credentials;
use crate::rpc::endpoint::Endpoint;
use crate::rpc::limits;
use crate::rpc::problem::Problems;

/// Creates a [`Client`]. `Debug` shows no secret.
pub struct ClientBuilder<P: CredentialsProvider = Fixed> {
    endpoint: Endpoint,
    credentials: CredentialsSource<P>,
    region_id: Option<String>,
    request_style: RequestStyle,
    retry: RetryPolicy,
}

impl Client {
    /// Begins a client that signs with one set of credentials.
    #[must_use]
    pub fn builder(endpoint: Endpoint, credentials: Credentials) -> ClientBuilder {
        ClientBuilder::new(endpoint, CredentialsSource::fixed(credentials))
    }
}

impl<P: CredentialsProvider> ClientBuilder<P> {
    /// Begins a client that signs with credentials of any source.
    #[must_use]
    pub fn new(endpoint: Endpoint, credentials: CredentialsSource<P>) -> Self {
        Self {
            endpoint,
            credentials,
            region_id: None,
            request_style: RequestStyle::default(),
            retry: RetryPolicy::default(),
        }
    }

    /// Sends this RegionId. Without one the endpoint alone decides on the region.
    #[must_use]
    pub fn region_id(self, region_id: impl Into<String>) -> Self {
        Self { region_id: Some(region_id.into()), ..self }
    }

    /// Chooses how the parameters travel.
    #[must_use]
    pub fn request_style(self, request_style: RequestStyle) -> Self {
        Self { request_style, ..self }
    }

    /// Chooses when to retry.
    #[must_use]
    pub fn retry(self, retry: RetryPolicy) -> Self {
        Self { retry, ..self }
    }

    /// Creates the client.
    ///
    /// # Errors
    /// Returns the problem of the RegionId: its form, or that the endpoint is in another region.
    pub fn build(self) -> Result<Client<P>, Problems> {
        let region = self.region_id.as_deref().map_or(Ok(()), |id| limits::region_id_at(id, &self.endpoint));
        limits::all([("RegionId", region)])?;
        Ok(Client {
            endpoint: self.endpoint,
            region_id: self.region_id,
            credentials: self.credentials,
            request_style: self.request_style,
            retry: self.retry,
            clock: ClockOffset::default(),
            throttle: Shared::default(),
        })
    }
}

impl<P: CredentialsProvider> fmt::Debug for ClientBuilder<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("endpoint", &self.endpoint)
            .field("credentials", &self.credentials)
            .finish_non_exhaustive()
    }
}
