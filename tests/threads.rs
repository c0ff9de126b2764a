//! A client can be shared between threads, and so can its calls move between them.
#![cfg(not(target_arch = "wasm32"))]

use oos_cancel::client::credentials::{CredentialsProvider, ExpiringCredentials, ProviderError};
use oos_cancel::{Client, ClientBuilder, Failure, Problems, Signer};

fn assert_send_sync<T: Send + Sync>() {}
fn assert_error<T: std::error::Error>() {}

struct Remote;

impl CredentialsProvider for Remote {
    type Error = std::fmt::Error;
    type Pending = std::future::Ready<Result<ExpiringCredentials, ProviderError<std::fmt::Error>>>;

    fn provide(&self) -> Self::Pending {
        std::future::ready(Err(ProviderError::Failed(std::fmt::Error)))
    }
}

#[test]
fn public_types_can_be_shared() {
    assert_send_sync::<Client>();
    assert_send_sync::<Client<Remote>>();
    assert_send_sync::<ClientBuilder<Remote>>();
    assert_send_sync::<Failure<std::fmt::Error>>();
    assert_send_sync::<Signer>();
}

#[test]
fn public_errors_are_errors() {
    assert_error::<Failure<std::fmt::Error>>();
    assert_error::<Problems>();
    assert_error::<ProviderError<std::fmt::Error>>();
    assert_error::<oos_cancel::rpc::endpoint::InvalidEndpoint>();
    assert_error::<oos_cancel::rpc::timestamp::InvalidTimestamp>();
    assert_error::<oos_cancel::rpc::signature::InvalidMethod>();
}

#[cfg(feature = "ureq")]
#[test]
fn the_future_of_a_call_can_move_between_threads() {
    use std::time::Duration;

    use oos_cancel::client::fleet::{FleetOptions, Ids};
    use oos_cancel::native::{HostError, NativeFleet, NativeHost};
    use oos_cancel::{Credentials, Endpoint, ExecutionFilter, Listing};

    fn assert_send<T: Send>(_: &T) {}

    assert_send_sync::<NativeHost>();
    assert_send_sync::<HostError>();
    let credentials = Credentials::new("testid".into(), "testsecret".into(), None);
    let (Ok(credentials), Ok(endpoint)) = (credentials, Endpoint::parse("http://127.0.0.1:1")) else { unreachable!() };
    let Ok(client) = Client::builder(endpoint, credentials).build() else { unreachable!() };
    let host = NativeHost::within(Duration::from_secs(1));
    assert_send(&client.cancel_execution(&host, "exec-1"));
    let fleet = NativeFleet::new(|_| {});
    assert_send_sync::<NativeFleet>();
    assert_send(&client.cancel_executions(&fleet, Ids::all(["exec-1"]), &FleetOptions::default()));
    assert_send(&client.cancel_and_wait(&host, "exec-1"));
    assert_send(&client.wait_for_execution(&host, "exec-1"));
    assert_send(&client.get_execution(&host, "exec-1"));
    let Ok(mut listing) = Listing::new(ExecutionFilter::new()) else { unreachable!() };
    assert_send(&client.next_page(&host, &mut listing));
}
