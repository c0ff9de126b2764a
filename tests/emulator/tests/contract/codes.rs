//! Every code over real HTTP: by accounts and real misuse where that is natural, by fault else.

use crate::support::{Draft, RUNNING, SUCCEEDED, cancel, draft, start, utc};
use serde_json::json;
use ureq::http;

#[test]
fn the_eight_codes_of_the_cancel_execution_page() {
    let bench = start();
    let check = |draft: Draft, status, code, message| {
        bench.send(&draft.sign()).assert_refused(status, code, message);
    };
    check(
        cancel(RUNNING).with("Version", "2019-06-02"),
        400,
        "InvalidVersion",
        "Specified parameter Version is not valid.",
    );
    check(
        draft("CancelExecutions"),
        400,
        "InvalidAction.NotFound",
        "Specified api is not found, please check your url and method.",
    );
    check(
        cancel(RUNNING).by_account("LTAI-demo-no-permission"),
        401,
        "User.NoPermission",
        "User has no permission to do the action: (CancelExecution)",
    );
    check(
        cancel(RUNNING).by_account("STS.demo-invalid"),
        400,
        "InvalidStsToken",
        "Invalid STS token to do the action: (CancelExecution)",
    );
    check(
        cancel(RUNNING).by_account("STS.demo-expired"),
        400,
        "ExpiredStsToken",
        "Expired STS token to do the action: (CancelExecution)",
    );
    check(
        cancel(RUNNING).by_account("LTAI-demo-account-type"),
        400,
        "InvalidAccountType",
        "The account type (Individual) was not supported.",
    );
    check(
        cancel(SUCCEEDED),
        403,
        "ExecutionCancelFailed",
        "Execution cancel failed because the execution is in status Success.",
    );
    check(
        cancel("exec-00000000000000000000"),
        404,
        "EntityNotExist.Execution",
        "The specific execution exec-00000000000000000000 does not exist.",
    );
    assert_eq!(bench.execution(RUNNING)["cancelCount"], 0);
}

#[test]
fn what_is_missing_is_named() {
    let bench = start();
    for name in [
        "Action",
        "Version",
        "AccessKeyId",
        "SignatureMethod",
        "SignatureVersion",
        "SignatureNonce",
        "Timestamp",
        "ExecutionId",
    ] {
        let message = format!("{name} is mandatory for this action.");
        for draft in [cancel(RUNNING).without(name), cancel(RUNNING).with(name, "")] {
            bench.send(&draft.sign()).assert_refused(400, &format!("Missing{name}"), &message);
        }
    }
    bench.send(&draft("StartExecution").sign()).assert_refused(
        400,
        "MissingTemplateName",
        "TemplateName is mandatory for this action.",
    );
    bench.send(&cancel(RUNNING).by_account("STS.demo-valid").without("SecurityToken").sign()).assert_refused(
        400,
        "MissingSecurityToken",
        "SecurityToken is mandatory for this action.",
    );
}

#[test]
fn what_is_wrong_is_named() {
    let bench = start();
    let check = |draft: Draft, code, message| {
        bench.send(&draft.sign()).assert_refused(400, code, message);
    };
    check(
        cancel(RUNNING).with("SignatureMethod", "HMAC-MD5"),
        "InvalidSignatureMethod",
        "Specified signature method is not valid.",
    );
    check(
        cancel(RUNNING).with("SignatureVersion", "2.0"),
        "InvalidSignatureVersion",
        "Specified parameter SignatureVersion is not valid.",
    );
    check(
        cancel(RUNNING).with("SignatureType", "BEARERTOKEN"),
        "InvalidSignatureType",
        "Specified parameter SignatureType is not valid.",
    );
    for timestamp in ["yesterday", "2024-05-06 07:08:09", "1715008089"] {
        check(
            cancel(RUNNING).with("Timestamp", timestamp),
            "InvalidTimeStamp.Format",
            "Specified time stamp or date value is not well formatted.",
        );
    }
    for offset in [-16 * 60, 16 * 60] {
        check(
            cancel(RUNNING).with("Timestamp", &utc(offset)),
            "InvalidTimeStamp.Expired",
            "Specified time stamp or date value is expired.",
        );
    }
    for offset in [-14 * 60, 14 * 60] {
        bench.send(&cancel(RUNNING).with("Timestamp", &utc(offset)).sign()).assert_success();
    }
    bench.send(&cancel(RUNNING).with("SignatureType", "").sign()).assert_success();
}

#[test]
fn a_wrong_signature_is_answered_with_the_servers_string_to_sign() {
    let bench = start();
    let draft = cancel(RUNNING).by("LTAI-demo-full", "wrong");
    let message = format!(
        "Specified signature is not matched with our calculation. server string to sign is:{}",
        draft.string_to_sign()
    );
    bench.send(&draft.sign()).assert_refused(400, "SignatureDoesNotMatch", &message);

    let draft = cancel(RUNNING);
    let message = format!(
        "The request signature does not conform to Aliyun standards. server string to sign is:{}",
        draft.string_to_sign()
    );
    let signed = draft.sign();
    for incomplete in [signed.clone().without("Signature"), signed.clone().with("Signature", "***")] {
        bench.send(&incomplete).assert_refused(400, "IncompleteSignature", &message);
    }
    bench.send(&signed).assert_success();
}

#[test]
fn keys_and_tokens() {
    let bench = start();
    let check = |draft: Draft, status, code, message| {
        bench.send(&draft.sign()).assert_refused(status, code, message);
    };
    let not_found = "Specified access key is not found.";
    check(cancel(RUNNING).by("LTAI-unknown", "any"), 404, "InvalidAccessKeyId.NotFound", not_found);
    check(cancel(RUNNING).by("STS.unknown", "any"), 404, "InvalidAccessKeyId.NotFound", not_found);
    check(
        cancel(RUNNING).by_account("LTAI-demo-inactive"),
        400,
        "InvalidAccessKeyId.Inactive",
        "Specified access key is disabled.",
    );
    check(
        cancel(RUNNING).by_account("STS.demo-expired-gateway"),
        400,
        "InvalidSecurityToken.Expired",
        "Specified SecurityToken is expired.",
    );
    check(
        cancel(RUNNING).by_account("STS.demo-invalid-gateway"),
        400,
        "InvalidSecurityToken.Malformed",
        "Specified SecurityToken is malformed.",
    );
    check(
        cancel(RUNNING).by_account("STS.demo-invalid-gateway").with("SecurityToken", "demo-token-valid"),
        400,
        "InvalidSecurityToken.MismatchWithAccessKey",
        "Specified SecurityToken mismatch with the AccessKey.",
    );
    check(
        cancel(RUNNING).by_account("STS.demo-valid").with("SecurityToken", "another"),
        400,
        "InvalidStsToken",
        "Invalid STS token to do the action: (CancelExecution)",
    );
    bench.send(&cancel(RUNNING).by_account("STS.demo-valid").sign()).assert_success();
    bench.send(&cancel(RUNNING).by_account("STS.demo-refreshed").sign()).assert_success();
}

#[test]
fn the_setting_token_family_changes_who_complains() {
    let bench = start();
    bench.settings(json!({ "tokenFamily": "gateway" }));
    for (key, token, code) in [
        ("STS.demo-expired", "demo-token-expired", "InvalidSecurityToken.Expired"),
        ("STS.demo-invalid", "demo-token-invalid", "InvalidSecurityToken.Malformed"),
        ("STS.demo-valid", "no-token-at-all", "InvalidSecurityToken.Malformed"),
        ("STS.demo-valid", "demo-token-expired", "InvalidSecurityToken.MismatchWithAccessKey"),
        ("LTAI-demo-full", "demo-token-valid", "InvalidSecurityToken.MismatchWithAccessKey"),
    ] {
        let reply = bench.send(&cancel(RUNNING).by_account(key).with("SecurityToken", token).sign());
        assert_eq!((reply.status, reply.json()["Code"].as_str()), (400, Some(code)), "{key} {token}");
    }
}

#[test]
fn denials_carry_their_detail_and_others_do_not() {
    let bench = start();
    for (account, status, code, message) in [
        ("LTAI-demo-not-authorized", 403, "NoPermission", "You are not authorized to do this action."),
        (
            "LTAI-demo-forbidden",
            403,
            "Forbidden.RAM",
            "User not authorized to operate on the specified resource, or this API doesn't support RAM.",
        ),
    ] {
        let reply = bench.send(&cancel(RUNNING).by_account(account).sign());
        reply.assert_refused(status, code, message);
        assert_eq!(reply.json()["AccessDeniedDetail"]["AuthAction"], "oos:CancelExecution");
    }
    let reply = bench.send(&cancel(RUNNING).by_account("LTAI-demo-no-permission").sign());
    assert_eq!(reply.json()["AccessDeniedDetail"]["NoPermissionType"], "ImplicitDeny");
    let reply = bench.send(&cancel(RUNNING).by_account("LTAI-demo-throttled").sign());
    reply.assert_refused(400, "Throttling.User", "Request was denied due to user flow control.");
    assert!(reply.json().get("AccessDeniedDetail").is_none());
}

#[test]
fn where_a_request_goes() {
    let bench = start();
    let path = cancel(RUNNING).sign().path();
    let to = |method: &str, host: Option<&str>, path: &str| {
        let mut request = http::Request::builder().method(method).uri(format!("{}{path}", bench.emulator.oos()));
        if let Some(host) = host {
            request = request.header("host", host);
        }
        bench.raw(request.body(String::new()).unwrap()).unwrap()
    };
    for method in ["PUT", "DELETE", "PATCH"] {
        to(method, None, &path).assert_refused(403, "UnsupportedHTTPMethod", "This HTTP method is not supported.");
    }
    to("GET", Some("ecs.cn-hangzhou.aliyuncs.com"), &path).assert_refused(
        404,
        "InvalidProduct.NotFound",
        "Cannot find product according to your specified domain.",
    );
    to("GET", None, &path.replace("/?", "/api?")).assert_refused(
        400,
        "InvalidAction.NotFound",
        "Specified api is not found, please check your url and method.",
    );
    to("GET", Some("oos.cn-hangzhou.aliyuncs.com"), &path).assert_success();
}

#[test]
fn codes_without_a_natural_cause_come_by_fault() {
    let bench = start();
    let mandatory = "The input parameter \"Timestamp\" that is mandatory for processing this request is not supplied.";
    let api = "Specified api is not found, please check your url and method.";
    for (status, code, message) in [
        (404, "EntityNotExists.Execution", "The specified execution does not exist."),
        (400, "InvalidParameter", "The parameter is invalid."),
        (404, "InvalidApi.NotFound", api),
        (404, "InvalidProtocol.NeedSsl", "Your request is denied as lack of ssl protect."),
        (403, "Forbidden.AccessKeyDisabled", "The Access Key is disabled."),
        (400, "IllegalTimestamp", mandatory),
        (400, "Throttling", "Request was denied due to request throttling."),
        (400, "Throttling.Api", "Request was denied due to api flow control."),
        (500, "InternalError", "The request processing has failed due to some unknown error, exception or failure."),
        (503, "ServiceUnavailable", "The request has failed due to a temporary failure of the server."),
        (400, "UnknownError", "The request processing has failed due to some unknown error."),
        (400, "MissingRegionId", "RegionId is mandatory for this action."),
        (400, "InvalidRegionId", "Specified parameter RegionId is not valid."),
        (404, "EntityNotExist.Execution", "The specific execution exec-8a2aaf460fdf47c6b5ef does not exist."),
    ] {
        bench.fault(json!({ "kind": "error", "code": code }));
        bench.send(&cancel(RUNNING).sign()).assert_refused(status, code, message);
    }
    bench.fault(json!({ "kind": "status", "code": "Brand.New", "httpStatus": 418, "message": "short and stout" }));
    bench.send(&cancel(RUNNING).sign()).assert_refused(418, "Brand.New", "short and stout");
    assert_eq!(bench.execution(RUNNING)["cancelCount"], 0);
    bench.send(&cancel(RUNNING).sign()).assert_success();
}
