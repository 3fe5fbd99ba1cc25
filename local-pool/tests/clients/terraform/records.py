"""aws_cognito_user_pool_ui_customization, aws_cognito_risk_configuration and aws_cognito_log_delivery_configuration.

Rules: in internal/service/cognitoidp/ user_pool_ui_customization.go and risk_configuration.go, read from
isometry/terraform-provider-aws, a copy of the provider, at c129a9390ed86d24c2fa11212b0edb72285707b4, and
log_delivery_configuration.go of hashicorp/terraform-provider-aws at 18fc80b64733d85f8a2797c09547815503f27fe7.
"""

import base64

from . import framework_plan
from .requests import described, members, nonzero, renamed
from .schema import block, computed_text, flag, text, text_set
from .workspace import Resource, found


class UiCustomization(Resource):
    schema = {
        "client_id": text(default="ALL"), "creation_date": computed_text(), "css": text(),
        "css_version": computed_text(), "image_file": text(), "image_url": computed_text(),
        "last_modified_date": computed_text(), "user_pool_id": text(),
    }

    def create(self, plan):
        image = plan.get("image_file")
        self.client.set_ui_customization(
            UserPoolId=plan.get("user_pool_id"), ClientId=plan.get("client_id"),
            **nonzero(CSS=plan.get("css"), ImageFile=base64.b64decode(image)),
        )
        return {**plan.values, "id": f"{plan.get('user_pool_id')},{plan.get('client_id')}"}

    def update(self, plan, state):
        return self.create(plan)

    def read(self, state):
        """An empty response means that there is no style. The image is not read."""
        pool_id, client_id = state["id"].split(",")
        response = found(self.client.get_ui_customization, UserPoolId=pool_id, ClientId=client_id)
        style = (response or {}).get("UICustomization")
        if not style:
            return None
        return {
            **state, "client_id": style.get("ClientId"), "creation_date": style["CreationDate"], "css": style.get("CSS"),
            "css_version": style.get("CSSVersion"), "image_url": style.get("ImageUrl"),
            "last_modified_date": style["LastModifiedDate"], "user_pool_id": style.get("UserPoolId"),
        }

    def delete(self, state):
        found(self.client.set_ui_customization, UserPoolId=state["user_pool_id"], ClientId=state["client_id"])


MAIL = {"html_body": "HtmlBody", "subject": "Subject", "text_body": "TextBody"}
MAILS = {"block_email": "BlockEmail", "mfa_email": "MfaEmail", "no_action_email": "NoActionEmail"}
SENDER = {"from": "From", "reply_to": "ReplyTo", "source_arn": "SourceArn"}
LEVELS = {"high_action": "HighAction", "low_action": "LowAction", "medium_action": "MediumAction"}
RANGES = {"blocked_ip_range_list": "BlockedIPRangeList", "skipped_ip_range_list": "SkippedIPRangeList"}


class RiskConfiguration(Resource):
    schema = {
        "user_pool_id": text(replaces=True), "client_id": text(replaces=True),
        "account_takeover_risk_configuration": block({
            "actions": block({name: block({"event_action": text(), "notify": flag()}) for name in LEVELS}),
            "notify_configuration": block({
                **{name: text() for name in SENDER},
                **{name: block({one: text() for one in MAIL}) for name in MAILS},
            }),
        }),
        "compromised_credentials_risk_configuration": block({
            "event_filter": text_set(computed=True), "actions": block({"event_action": text()}),
        }),
        "risk_exception_configuration": block({name: text_set() for name in RANGES}),
    }

    @staticmethod
    def _names(pool_id, client_id):
        return {"UserPoolId": pool_id, **nonzero(ClientId=client_id)}

    def create(self, plan):
        pool_id, client_id = plan.get("user_pool_id"), plan.get("client_id")
        takeover = plan.block("account_takeover_risk_configuration")
        credentials = plan.block("compromised_credentials_risk_configuration")
        ranges = plan.block("risk_exception_configuration")
        self.client.set_risk_configuration(**self._names(pool_id, client_id), **members(
            AccountTakeoverRiskConfiguration=takeover and self._takeover(takeover),
            CompromisedCredentialsRiskConfiguration=credentials and {
                "Actions": {"EventAction": credentials["actions"][0]["event_action"]},
                **nonzero(EventFilter=credentials["event_filter"]),
            },
            RiskExceptionConfiguration=ranges and nonzero(**{name: ranges[tf] for tf, name in RANGES.items()}),
        ))
        return {**plan.values, "id": f"{pool_id}:{client_id}" if client_id else pool_id}

    def update(self, plan, state):
        return self.create(plan)

    @staticmethod
    def _takeover(takeover):
        [actions], [notify] = takeover["actions"], takeover["notify_configuration"] or [None]
        return {
            "Actions": {name: {"EventAction": actions[tf][0]["event_action"], "Notify": actions[tf][0]["notify"]}
                        for tf, name in LEVELS.items() if actions[tf]},
            **members(NotifyConfiguration=notify and {
                **renamed(notify, SENDER),
                **{name: renamed(notify[tf][0], MAIL) for tf, name in MAILS.items() if notify[tf]},
            }),
        }

    def read(self, state):
        pool_id, _, client_id = state["id"].partition(":")
        response = found(self.client.describe_risk_configuration, **self._names(pool_id, client_id))
        if response is None:
            return None
        risk = response["RiskConfiguration"]
        takeover = risk.get("AccountTakeoverRiskConfiguration")
        credentials = risk.get("CompromisedCredentialsRiskConfiguration")
        ranges = risk.get("RiskExceptionConfiguration")
        return {
            **state, "user_pool_id": pool_id,
            **({"client_id": client_id} if client_id else {}),
            "account_takeover_risk_configuration": takeover and [self._flat_takeover(takeover)],
            "compromised_credentials_risk_configuration": credentials and [{
                "event_filter": credentials.get("EventFilter"),
                "actions": [{"event_action": credentials["Actions"]["EventAction"]}],
            }],
            # What is not described stays as it was.
            **({} if ranges is None else {"risk_exception_configuration": [described(ranges, RANGES)]}),
        }

    @staticmethod
    def _flat_takeover(takeover):
        actions, notify = takeover["Actions"], takeover.get("NotifyConfiguration")
        return {
            "actions": [{tf: [{"event_action": actions[name]["EventAction"], "notify": actions[name]["Notify"]}]
                         for tf, name in LEVELS.items() if name in actions}],
            "notify_configuration": notify and [{
                **described(notify, SENDER),
                **{tf: [described(notify[name], MAIL)] for tf, name in MAILS.items() if name in notify},
            }],
        }

    def left(self, state):
        """The service describes a pool without such a configuration too."""
        pool_id, _, client_id = state["id"].partition(":")
        response = found(self.client.describe_risk_configuration, **self._names(pool_id, client_id))
        risk = (response or {}).get("RiskConfiguration", {})
        return state if any(name.endswith("Configuration") for name in risk) else None

    def delete(self, state):
        """A request without a setting resets the configuration."""
        found(self.client.set_risk_configuration, **self._names(state["user_pool_id"], state.get("client_id")))


TARGETS = {
    "cloud_watch_logs_configuration": ("CloudWatchLogsConfiguration", "log_group_arn", "LogGroupArn"),
    "firehose_configuration": ("FirehoseConfiguration", "stream_arn", "StreamArn"),
    "s3_configuration": ("S3Configuration", "bucket_arn", "BucketArn"),
}


class LogDelivery(Resource):
    plans = framework_plan
    schema = {
        "user_pool_id": text(replaces=True),
        "log_configurations": block({
            "event_source": text(), "log_level": text(),
            **{target: block({tf: text()}) for target, (_, tf, _) in TARGETS.items()},
        }),
    }

    def create(self, plan):
        logs = [{
            "EventSource": one["event_source"], "LogLevel": one["log_level"],
            **{member: {name: one[target][0][tf]} for target, (member, tf, name) in TARGETS.items() if one[target]},
        } for one in plan.get("log_configurations")]
        response = self.client.set_log_delivery_configuration(
            UserPoolId=plan.get("user_pool_id"), LogConfigurations=logs)
        return self._flat(plan.values, response["LogDeliveryConfiguration"])

    def update(self, plan, state):
        return self.create(plan)

    @staticmethod
    def _flat(state, response):
        return {**state, "user_pool_id": response["UserPoolId"], "log_configurations": [{
            "event_source": one["EventSource"], "log_level": one["LogLevel"],
            **{target: [{tf: one[member][name]}] if member in one else None
               for target, (member, tf, name) in TARGETS.items()},
        } for one in response["LogConfigurations"]]}

    def read(self, state):
        response = found(self.client.get_log_delivery_configuration, UserPoolId=state["user_pool_id"])
        return response and self._flat(state, response["LogDeliveryConfiguration"])

    def delete(self, state):
        found(self.client.set_log_delivery_configuration, UserPoolId=state["user_pool_id"], LogConfigurations=[])

    def left(self, state):
        """The service describes a pool without logs too."""
        held = self.read(state)
        return held if held and held["log_configurations"] else None

    def imported(self, identifier):
        return {"user_pool_id": identifier}
