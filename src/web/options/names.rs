//! The names of all options. Each crosses the boundary once.

use wasm_bindgen::prelude::*;

macro_rules! names {
    ($($name:ident = $text:tt,)*) => {
        #[wasm_bindgen]
        extern "C" {
            $(
                #[wasm_bindgen(thread_local_v2, static_string)]
                pub(in crate::web::options) static $name: js_sys::JsString = $text;
            )*
        }
    };
}

names! {
    ACCESS_KEY_ID = "accessKeyId",
    ACCESS_KEY_SECRET = "accessKeySecret",
    ALLOWED_ORIGINS = "allowedOrigins",
    BASE_DELAY_MS = "baseDelayMs",
    CATEGORY = "category",
    CONCURRENCY = "concurrency",
    CREDENTIALS = "credentials",
    ENDED_AFTER = "endedAfter",
    ENDED_BEFORE = "endedBefore",
    ENDPOINT = "endpoint",
    EXECUTED_BY = "executedBy",
    EXECUTION_ID = "executionId",
    EXPIRATION = "expiration",
    MAX_ATTEMPTS = "maxAttempts",
    MAX_DELAY_MS = "maxDelayMs",
    METHOD = "method",
    NETWORK = "network",
    NONCE = "nonce",
    NOW = "now",
    ON_ATTEMPT = "onAttempt",
    ON_PROGRESS = "onProgress",
    ON_RESULT = "onResult",
    ON_STATUS = "onStatus",
    PARENT_EXECUTION_ID = "parentExecutionId",
    REGION_ID = "regionId",
    REQUEST_STYLE = "requestStyle",
    RESOURCE_GROUP_ID = "resourceGroupId",
    RETRY = "retry",
    SECURITY_TOKEN = "securityToken",
    SENT = "sent",
    SERVER_MESSAGE = "serverMessage",
    SIGNAL = "signal",
    SORT = "sort",
    STARTED_AFTER = "startedAfter",
    STARTED_BEFORE = "startedBefore",
    STATUS = "status",
    TAGS = "tags",
    TEMPLATE_NAME = "templateName",
    THROTTLING_BASE_DELAY_MS = "throttlingBaseDelayMs",
    TIMEOUT_MS = "timeoutMs",
    TIMESTAMP = "timestamp",
    VALIDITY_MINUTES = "validityMinutes",
    WAIT_UNTIL = "waitUntil",
}

/// The names of credentials in the response of STS AssumeRole.
pub(super) mod assume_role {
    use wasm_bindgen::prelude::*;

    names! {
        ACCESS_KEY_ID = "AccessKeyId",
        ACCESS_KEY_SECRET = "AccessKeySecret",
        CREDENTIALS = "Credentials",
        EXPIRATION = "Expiration",
        SECURITY_TOKEN = "SecurityToken",
    }
}
