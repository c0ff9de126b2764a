"""Calls OOS by the vendor's two SDKs for it: an order by line of JSON in, an answer by line of JSON out."""

import importlib
import json
import logging
import sys

from alibabacloud_oos20190601 import models
from alibabacloud_oos20190601.client import Client
from alibabacloud_tea_openapi import exceptions
from alibabacloud_tea_openapi.utils_models import Config
from aliyunsdkcore.acs_exception.exceptions import ServerException
from aliyunsdkcore.auth.credentials import AccessKeyCredential, StsTokenCredential
from aliyunsdkcore.client import AcsClient

# What it logs is what it raises.
logging.disable(logging.CRITICAL)


def by_aliyun_python_sdk_oos(action, parameters, host, key, secret, token):
    credential = StsTokenCredential(key, secret, token) if token else AccessKeyCredential(key, secret)
    client = AcsClient(credential=credential)
    module = importlib.import_module(f"aliyunsdkoos.request.v20190601.{action}Request")
    request = getattr(module, f"{action}Request")()
    request.set_endpoint(host)
    for name, value in parameters.items():
        # Its requests have no RegionId; the client sends its own.
        if name != "RegionId":
            getattr(request, f"set_{name}")(value)
    try:
        return {"body": json.loads(client.do_action_with_exception(request))}
    except ServerException as error:
        return {
            "failure": {
                "errorClass": type(error).__name__,
                "code": error.get_error_code(),
                "status": error.get_http_status(),
                "requestId": error.get_request_id(),
                "message": error.get_error_msg(),
            }
        }


def by_alibabacloud_oos20190601(action, parameters, host, key, secret, token):
    client = Client(
        Config(access_key_id=key, access_key_secret=secret, security_token=token, endpoint=host, protocol="HTTP")
    )
    request = getattr(models, f"{action}Request")().from_map(parameters)
    method = {"CancelExecution": client.cancel_execution, "ListExecutions": client.list_executions}
    try:
        response = method.get(action, client.start_execution)(request)
        return {"body": response.body.to_map()}
    except exceptions.AlibabaCloudException as error:
        return {
            "failure": {
                "errorClass": type(error).__name__,
                "code": error.code,
                "status": error.status_code,
                "requestId": error.request_id,
                "denied": getattr(error, "access_denied_detail", None),
                "retryAfter": getattr(error, "retry_after", None),
                "message": error.message,
            }
        }


SDKS = {
    "aliyun-python-sdk-oos": by_aliyun_python_sdk_oos,
    "alibabacloud-oos20190601": by_alibabacloud_oos20190601,
}


def answer(order):
    credentials = order["credentials"]
    return SDKS[order["sdk"]](
        order["action"],
        order["parameters"],
        order["host"],
        credentials["accessKeyId"],
        credentials["accessKeySecret"],
        credentials.get("securityToken"),
    )


for line in sys.stdin:
    try:
        answered = answer(json.loads(line))
    except Exception as error:
        answered = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answered), flush=True)
