//! How much of the connections one client may take. A test needs less; what is beyond is a mistake or an attack.

use std::time::Duration;

/// A request body on any port.
pub(super) const BODY_BYTES: usize = 1 << 20;
/// The request line and the headers together.
pub(super) const HEAD_BYTES: usize = 128 << 10;
/// Longer than clients keep an idle connection for reuse, since this counts the idle time as well.
pub(super) const HEAD_TIME: Duration = Duration::from_secs(20);
/// The whole body, however steadily it trickles in.
pub(super) const BODY_TIME: Duration = Duration::from_secs(10);
/// How long a response may make no progress because its client does not read.
pub(super) const WRITE_TIME: Duration = Duration::from_secs(20);

pub(super) const OOS_CONNECTIONS: usize = 512;
pub(super) const OTHER_CONNECTIONS: usize = 128;
