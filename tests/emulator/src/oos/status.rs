//! States of an execution, after
//! <https://www.alibabacloud.com/help/zh/oos/user-guide/status-transition-diagram> [D].

use std::fmt;

use serde::{Deserialize, Serialize, Serializer};

/// A state of an execution. Exactly `Success`, `Failed` and `Cancelled` are final.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[expect(missing_docs, reason = "the names are the vendor's")]
pub enum Status {
    Started,
    Queued,
    Running,
    Waiting,
    Success,
    Failed,
    Cancelled,
    /// A state that no document names, for tests of clients.
    #[serde(skip_deserializing)]
    Other(String),
}

impl Status {
    pub(crate) fn is_final(&self) -> bool {
        matches!(self, Self::Success | Self::Failed | Self::Cancelled)
    }

    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Started => "Started",
            Self::Queued => "Queued",
            Self::Running => "Running",
            Self::Waiting => "Waiting",
            Self::Success => "Success",
            Self::Failed => "Failed",
            Self::Cancelled => "Cancelled",
            Self::Other(name) => name,
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for Status {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
