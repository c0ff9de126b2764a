"""aliyun-python-sdk-core: its public do_action_with_exception, down to the adapter of its HTTP library; and for the
parameters that we sign, which lack its SignatureType, the two functions that it signs by."""

import json
import sys

from aliyunsdkcore.auth.composer import rpc_signature_composer
from aliyunsdkcore.auth.credentials import AccessKeyCredential, StsTokenCredential
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.http import protocol_type
from aliyunsdkcore.request import RpcRequest
from aliyunsdkcore.utils import parameter_helper
from aliyunsdkcore.vendored.requests import Response
from aliyunsdkcore.vendored.requests.adapters import BaseAdapter

compose_string_to_sign = getattr(rpc_signature_composer, "__compose_string_to_sign")
get_signature = getattr(rpc_signature_composer, "__get_signature")


class PinnedTime:
    """Stands for the module `time` in the SDK."""

    seconds = 0
    strftime = staticmethod(parameter_helper.time.strftime)
    real_gmtime = staticmethod(parameter_helper.time.gmtime)

    def gmtime(self):
        return self.real_gmtime(self.seconds)


class Wire(BaseAdapter):
    """Takes a request as it would be sent."""

    request = None

    def send(self, request, **_):
        self.request = request
        response = Response()
        response.status_code = 200
        response._content = b"{}"
        return response

    def close(self):
        pass


clock = parameter_helper.time = PinnedTime()
wire = Wire()
# It compares the protocol by identity, so that these very objects have to be given.
PROTOCOLS = {"http": protocol_type.HTTP, "https": protocol_type.HTTPS}
# The client reads the credentials anew for each request, so that one of each kind is enough; making one takes 4 ms.
key = AccessKeyCredential("", "")
temporary = StsTokenCredential("", "", "")
clients = {False: AcsClient(credential=key), True: AcsClient(credential=temporary)}
for client in clients.values():
    client.session.mount("http://", wire)
    client.session.mount("https://", wire)


def client_for(case):
    if "securityToken" not in case:
        key.access_key_id, key.access_key_secret = case["accessKeyId"], case["accessKeySecret"]
        return clients[False]
    temporary.sts_access_key_id = case["accessKeyId"]
    temporary.sts_access_key_secret = case["accessKeySecret"]
    temporary.sts_token = case["securityToken"]
    return clients[True]


def send(case):
    scheme, _, host = case["origin"].partition("://")
    request = RpcRequest("oos", "2019-06-01", "CancelExecution", "oos", protocol=PROTOCOLS[scheme])
    request.set_method(case["method"])
    request.set_endpoint(host)
    add = request.add_body_params if case["placement"] == "form" else request.add_query_param
    add("ExecutionId", case["executionId"])
    if "regionId" in case:
        request.add_query_param("RegionId", case["regionId"])
    client = client_for(case)
    # What it sends as RegionId when the request has none.
    client.set_region_id(case.get("hostRegion", "cn-hangzhou"))
    client.do_action_with_exception(request)
    sent = wire.request
    return {
        "method": sent.method,
        "url": sent.url,
        "body": sent.body or "",
        "stringToSign": request.string_to_sign,
    }


def sign_exactly(case):
    optional = {"RegionId": case.get("regionId"), "SecurityToken": case.get("securityToken")}
    parameters = {
        "AccessKeyId": case["accessKeyId"],
        "Action": "CancelExecution",
        "ExecutionId": case["executionId"],
        "Format": "JSON",
        "SignatureMethod": "HMAC-SHA1",
        "SignatureNonce": case["nonce"],
        "SignatureVersion": "1.0",
        "Timestamp": parameter_helper.get_iso_8061_date(),
        "Version": "2019-06-01",
        **{name: value for name, value in optional.items() if value is not None},
    }
    string_to_sign = compose_string_to_sign(case["method"], parameters)
    return {"stringToSign": string_to_sign, "signature": get_signature(string_to_sign, case["accessKeySecret"])}


def answer(case):
    clock.seconds = case["milliseconds"] // 1000
    parameter_helper.get_uuid = lambda: case["nonce"]
    try:
        return {"sent": send(case), "exact": sign_exactly(case)}
    except Exception as error:
        return {"refused": f"{type(error).__name__}: {error}"}


with open(sys.argv[1], encoding="utf-8") as cases:
    for line in cases:
        print(json.dumps(answer(json.loads(line))))
