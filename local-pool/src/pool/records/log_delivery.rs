//! Where a pool's logs go: SetLogDeliveryConfiguration.

use serde::{Deserialize, Serialize};

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct LogConfiguration {
    log_level: String,
    event_source: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    cloud_watch_logs_configuration: Option<LogGroup>,
    #[serde(rename = "S3Configuration", skip_serializing_if = "Option::is_none")]
    s3_configuration: Option<Bucket>,
    #[serde(skip_serializing_if = "Option::is_none")]
    firehose_configuration: Option<Stream>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct LogGroup {
    #[serde(skip_serializing_if = "Option::is_none")]
    log_group_arn: Option<String>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Bucket {
    #[serde(skip_serializing_if = "Option::is_none")]
    bucket_arn: Option<String>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Stream {
    #[serde(skip_serializing_if = "Option::is_none")]
    stream_arn: Option<String>,
}
