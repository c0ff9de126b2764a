//! The emulator as a service worker's module: a request in, a response and how to send it out.
#![cfg(target_arch = "wasm32")]

use bytes::Bytes;
use http::{Method, Request, Response};
use oos_emulator::{ACCOUNTS, Delivery, Host, Pending, Seeds, Service, Transport};
use wasm_bindgen::prelude::*;

/// The platform's clock and randomness.
#[derive(Debug)]
struct Worker;

impl Host for Worker {
    fn now_ms(&self) -> i64 {
        js_sys::Date::now() as i64
    }

    fn random(&mut self) -> u64 {
        let part = || u64::from((js_sys::Math::random() * f64::from(u32::MAX)) as u32);
        part() << 32 | part()
    }
}

/// An OOS in memory.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Emulator {
    service: Service,
}

/// A request that was received and is not processed yet.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Received {
    pending: Pending,
}

/// A response, and how to send it.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Sending {
    response: Response<Bytes>,
    transport: Transport,
}

#[wasm_bindgen]
impl Emulator {
    /// Starts an OOS with so many executions besides the documented ones.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(executions: u32) -> Self {
        let seeds = Seeds { executions: usize::try_from(executions).unwrap_or_default(), ..Seeds::default() };
        Self { service: Service::new(Box::new(Worker), seeds) }
    }

    /// Receives a request to the endpoint. `headers` has names and values in turn.
    #[must_use]
    pub fn begin(&mut self, method: &str, target: &str, headers: Vec<String>, body: Vec<u8>) -> Option<Received> {
        let pending = self.service.begin(request(method, target, &headers, body)?);
        Some(Received { pending })
    }

    /// Processes a request.
    #[must_use]
    pub fn finish(&mut self, received: Received) -> Sending {
        let delivery = self.service.finish(received.pending);
        self.service.sent(&delivery);
        let Delivery { response, transport, .. } = delivery;
        Sending { response, transport }
    }

    /// Responds to a request to the control interface.
    #[must_use]
    pub fn control(&mut self, method: &str, target: &str, body: Vec<u8>) -> Option<Sending> {
        let response = self.service.control(&request(method, target, &[], body)?);
        Some(Sending { response, transport: Transport::Whole })
    }

    /// Returns the accounts that the emulator knows, as JSON.
    #[must_use]
    pub fn accounts() -> String {
        serde_json::to_string(ACCOUNTS).unwrap_or_default()
    }
}

fn request(method: &str, target: &str, headers: &[String], body: Vec<u8>) -> Option<Request<Bytes>> {
    let mut request = Request::builder().method(Method::from_bytes(method.as_bytes()).ok()?).uri(target);
    for pair in headers.chunks_exact(2) {
        if let [name, value] = pair {
            request = request.header(name, value);
        }
    }
    request.body(Bytes::from(body)).ok()
}

#[wasm_bindgen]
impl Received {
    /// Returns how many milliseconds to wait before the request is processed.
    #[wasm_bindgen(getter, js_name = delayMs)]
    #[must_use]
    pub fn delay_ms(&self) -> f64 {
        self.pending.delay().as_secs_f64() * 1000.0
    }
}

#[wasm_bindgen]
impl Sending {
    /// Returns the HTTP status.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn status(&self) -> u16 {
        self.response.status().as_u16()
    }

    /// Returns the headers, names and values in turn.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn headers(&self) -> Vec<String> {
        let headers = self.response.headers().iter();
        headers
            .flat_map(|(name, value)| [name.as_str().to_owned(), value.to_str().unwrap_or_default().to_owned()])
            .collect()
    }

    /// Returns the body, whole.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn body(&self) -> Vec<u8> {
        self.response.body().to_vec()
    }

    /// Returns what happens to the response on the way: `whole`, `late`, `body-late`, `truncated`, `padded` or `reset`.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn transport(&self) -> String {
        let name = match self.transport {
            Transport::Whole => "whole",
            Transport::Late(_) => "late",
            Transport::BodyLate(_) => "body-late",
            Transport::Truncated => "truncated",
            Transport::PaddedTo(_) => "padded",
            Transport::Reset => "reset",
        };
        name.to_owned()
    }

    /// Returns the milliseconds of a delay, or the size of a padded body.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn amount(&self) -> f64 {
        match self.transport {
            Transport::Late(delay) | Transport::BodyLate(delay) => delay.as_secs_f64() * 1000.0,
            Transport::PaddedTo(bytes) => bytes as f64,
            Transport::Whole | Transport::Truncated | Transport::Reset => 0.0,
        }
    }
}
