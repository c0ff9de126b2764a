//! The parts before the query (scheme, user name, host, port, path) and the fragment after it.

use crate::rpc::endpoint::{Endpoint, parse_host, parse_port, parse_scheme, split_port};
use crate::rpc::problem::{Problem, ProblemCode, Report};
use crate::rpc::text::{concat, split_once, split_once_at_last};

/// Returns the endpoint, if it may be trusted, and the query; `None` if the string does not have the form of a URL.
pub(super) fn check<'a>(
    url: &'a str,
    allowed: &[Endpoint],
    problems: &mut Vec<Problem>,
) -> Option<(Option<Endpoint>, &'a str)> {
    // Browsers strip white space and read a backslash as a slash. No signed URL contains either.
    if url.bytes().any(|byte| !byte.is_ascii_graphic() || byte == b'\\') {
        problems.report(
            ProblemCode::InvalidUrl,
            "The URL contains a character that must be percent-encoded: a space, a backslash, a control or non-ASCII character.",
        );
    }
    let Some((scheme, rest)) = split_once(url, "://") else {
        problems.report(ProblemCode::InvalidUrl, "The URL must have the form https://host/?query.");
        return None;
    };
    let (rest, fragment) = split_before(rest, "#");
    let (rest, query) = split_before(rest, "?");
    let (authority, path) = split_before(rest, "/");
    let endpoint = check_authority(scheme, authority, allowed, problems);
    if !matches!(path, None | Some("")) {
        problems.report(ProblemCode::PathNotAllowed, "The path must be /.");
    }
    if fragment.is_some() {
        problems.report(ProblemCode::FragmentNotAllowed, "The URL must not have a fragment (# and what follows).");
    }
    Some((endpoint, query.unwrap_or_default()))
}

fn check_authority(
    scheme: &str,
    authority: &str,
    allowed: &[Endpoint],
    problems: &mut Vec<Problem>,
) -> Option<Endpoint> {
    let server = match split_once_at_last(authority, b'@') {
        Some((_, server)) => {
            problems.report(ProblemCode::CredentialsInUrl, "The URL must not contain a user name or password.");
            server
        }
        None => authority,
    };
    let (host, port) = split_port(server);
    let scheme = parse_scheme(scheme);
    if scheme.is_none() {
        problems.report(ProblemCode::SchemeNotAllowed, "The URL must begin with https://.");
    }
    let host = parse_host(host);
    if host.is_none() {
        problems
            .report(ProblemCode::HostNotAllowed, "The host must be a DNS name, an IPv4 address or [::1], in ASCII.");
    }
    let port = port.map(parse_port);
    if port == Some(None) {
        problems.report(ProblemCode::PortNotAllowed, "The port must be a number from 1 to 65535.");
    }
    let endpoint = Endpoint::from_parts(scheme?, host?, port.map_or(Some(None), |port| port.map(Some))?);
    if endpoint.is_regional() || allowed.contains(&endpoint) {
        return Some(endpoint);
    }
    explain_distrust(&endpoint, problems);
    None
}

fn explain_distrust(endpoint: &Endpoint, problems: &mut Vec<Problem>) {
    let regional = endpoint.is_of_oos();
    if !endpoint.is_encrypted() && !endpoint.is_loopback() {
        problems.report(
            ProblemCode::SchemeNotAllowed,
            "The URL must begin with https://. http:// is only for an allowed origin on this machine.",
        );
    }
    if !regional {
        let message = [
            "The host ",
            endpoint.host(),
            " is neither one of OOS (oos.<region>.aliyuncs.com) nor that of an allowed origin. Check the URL, or add its origin to the allowed ones.",
        ];
        problems.report(ProblemCode::HostNotAllowed, &concat(&message));
    } else if endpoint.has_port() {
        problems.report(ProblemCode::PortNotAllowed, "The port must be the default one, the only port of OOS.");
    }
}

/// Splits a string at the first `separator`.
fn split_before<'a>(text: &'a str, separator: &str) -> (&'a str, Option<&'a str>) {
    match split_once(text, separator) {
        Some((before, behind)) => (before, Some(behind)),
        None => (text, None),
    }
}
