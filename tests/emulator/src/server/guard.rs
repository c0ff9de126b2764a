//! Keeps pages of other sites away from the demo port and the control port. A browser sends any request that a page asks
//! for, so the guard checks the page's origin (`Origin`, `Sec-Fetch-Site`) and the name by which the page reached the port
//! (`Host`: a foreign DNS server can point its own names to 127.0.0.1).

use std::sync::Arc;

use axum::{
    Json,
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use tower_http::cors::AllowOrigin;

use serde_json::json;

use super::origins::AllowedOrigin;

const SITE: &str = "sec-fetch-site";

/// Sent with every response of both ports. The page sets its own policy for scripts.
const HARDENING: [(HeaderName, &str); 7] = [
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::CONTENT_SECURITY_POLICY, "frame-ancestors 'none'; base-uri 'none'; form-action 'none'; object-src 'none'"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (header::CACHE_CONTROL, "no-store"),
];

/// A refusal, with the sentence that says why.
pub(super) struct Problem(pub(super) StatusCode, pub(super) String);

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        (self.0, Json(json!({ "error": self.1 }))).into_response()
    }
}

/// The hosts and origins that may use a port.
#[derive(Debug, Clone)]
pub(crate) struct Guard {
    hosts: Arc<[String]>,
    origins: Arc<[String]>,
    any_origin: bool,
    /// Whether a request without an origin may come from a page of another site, as a followed link does.
    links: bool,
}

impl Guard {
    /// Guards the demo port: links from anywhere lead to it.
    pub(crate) fn of_page(port: u16) -> Self {
        Self { hosts: names(port).collect(), origins: origins(port).collect(), any_origin: false, links: true }
    }

    /// Guards the control port, which the demo page uses.
    pub(crate) fn of_control(port: u16, demo_port: u16, more: &[AllowedOrigin]) -> Self {
        let more_origins = more.iter().map(|origin| origin.as_str().to_owned());
        Self {
            hosts: names(port).collect(),
            origins: origins(port).chain(origins(demo_port)).chain(more_origins).collect(),
            any_origin: more.iter().any(AllowedOrigin::is_any),
            links: false,
        }
    }

    /// Returns what the port's CORS headers allow.
    pub(crate) fn cors(&self) -> AllowOrigin {
        if self.any_origin {
            return AllowOrigin::any();
        }
        let guard = self.clone();
        AllowOrigin::predicate(move |origin, _| guard.knows_origin(origin))
    }

    fn knows_origin(&self, origin: &HeaderValue) -> bool {
        self.origins.iter().any(|known| known == origin)
    }

    fn knows_host(&self, host: &[u8]) -> bool {
        self.hosts.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(host))
    }

    /// The target of a request may name a host as well.
    fn host_is_own(&self, request: &Request) -> bool {
        let mut hosts = request.headers().get_all(header::HOST).iter();
        let only = matches!((hosts.next(), hosts.next()), (Some(host), None) if self.knows_host(host.as_bytes()));
        only && request.uri().authority().is_none_or(|authority| self.knows_host(authority.as_str().as_bytes()))
    }

    fn origin_is_allowed(&self, headers: &HeaderMap) -> bool {
        let mut origins = headers.get_all(header::ORIGIN).iter();
        match (origins.next(), origins.next()) {
            _ if self.any_origin => true,
            (Some(origin), None) => self.knows_origin(origin),
            (Some(_), Some(_)) => false,
            // Programs send neither header. Images, scripts and links of a page send the second one only.
            (None, _) => self.links || headers.get_all(SITE).iter().all(|site| site == "none" || site == "same-origin"),
        }
    }
}

/// Passes a request on if it may use the port, and hardens the response.
pub(crate) async fn admit(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    let mut response = if !guard.host_is_own(&request) {
        refuse("This port responds only to its own address. Open it as 127.0.0.1 or localhost, with the port.")
    } else if !guard.origin_is_allowed(request.headers()) {
        refuse(
            "Pages of other origins may not use this port. Start the emulator with --allow-control-origin to allow one.",
        )
    } else {
        next.run(request).await
    };
    for (name, value) in HARDENING {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

fn refuse(message: &str) -> Response {
    Problem(StatusCode::FORBIDDEN, message.to_owned()).into_response()
}

/// `Host` of requests to a port of this machine. Browsers leave out port 80.
fn names(port: u16) -> impl Iterator<Item = String> {
    let machines = ["127.0.0.1", "localhost", "[::1]"];
    machines.into_iter().flat_map(move |name| {
        let bare = (port == 80).then(|| name.to_owned());
        bare.into_iter().chain([format!("{name}:{port}")])
    })
}

fn origins(port: u16) -> impl Iterator<Item = String> {
    names(port).map(|name| format!("http://{name}"))
}
