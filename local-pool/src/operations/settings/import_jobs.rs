//! User import jobs. The upload of a job's file is not an operation: it has an address of its own.

use crate::errors::CognitoError;
use crate::pool::UserPool;
use crate::pool::import_jobs::{ImportJob, JobStatus};
use crate::service::Call;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetCsvHeader {
    user_pool_id: String,
}

pub(crate) fn get_csv_header(call: &mut Call<'_>, request: GetCsvHeader) -> Result<Value, CognitoError> {
    let pool = call.world.pool(&request.user_pool_id)?;
    Ok(json!({ "UserPoolId": pool.id, "CSVHeader": pool.import_header() }))
}

fn describe(base_url: &str, pool_id: &str, job: &ImportJob) -> Value {
    let mut described = json!({
        "JobName": job.name,
        "JobId": job.id,
        "UserPoolId": pool_id,
        "PreSignedUrl": format!("{base_url}{}", job.upload_path(pool_id)),
        "CreationDate": job.created.date(),
        "Status": job.status,
        "CloudWatchLogsRoleArn": job.role_arn,
        "ImportedUsers": job.counts.imported,
        "SkippedUsers": job.counts.skipped,
        "FailedUsers": job.counts.failed,
    });
    for (name, date) in [("StartDate", job.started), ("CompletionDate", job.completed)] {
        if let Some(date) = date {
            described[name] = json!(date.date());
        }
    }
    if let Some(message) = &job.message {
        described["CompletionMessage"] = json!(message);
    }
    described
}

fn refused(text: &str) -> CognitoError {
    CognitoError::new("PreconditionNotMetException", text)
}

fn require_verified_attribute(pool: &UserPool) -> Result<(), CognitoError> {
    match pool.settings.auto_verified_attributes.is_empty() {
        false => Ok(()),
        true => Err(refused("The user pool must have an auto verified attribute to import users.")),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateUserImportJob {
    job_name: String,
    user_pool_id: String,
    cloud_watch_logs_role_arn: String,
    password_hashing_algorithm: Option<String>,
}

pub(crate) fn create_user_import_job(
    call: &mut Call<'_>,
    request: CreateUserImportJob,
) -> Result<Value, CognitoError> {
    if request.password_hashing_algorithm.is_some() {
        return Err(CognitoError::unsupported("PasswordHashingAlgorithm"));
    }
    let (now, base_url) = (call.now, &call.service.base_url);
    let pool = call.world.pool(&request.user_pool_id)?;
    require_verified_attribute(pool)?;
    let job = ImportJob::new(request.job_name, request.cloud_watch_logs_role_arn, now)?;
    let described = describe(base_url, &pool.id, &job);
    pool.import_jobs.push(job);
    Ok(json!({ "UserImportJob": described }))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct OneJob {
    user_pool_id: String,
    job_id: String,
}

impl OneJob {
    /// Does something with the job, and answers with its description.
    fn answer(
        &self,
        call: &mut Call<'_>,
        work: impl FnOnce(&mut ImportJob) -> Result<(), CognitoError>,
    ) -> Result<Value, CognitoError> {
        let base_url = &call.service.base_url;
        let job = call.world.pool(&self.user_pool_id)?.import_job(&self.job_id)?;
        work(job)?;
        Ok(json!({ "UserImportJob": describe(base_url, &self.user_pool_id, job) }))
    }
}

pub(crate) fn describe_user_import_job(call: &mut Call<'_>, request: OneJob) -> Result<Value, CognitoError> {
    request.answer(call, |_| Ok(()))
}

/// Starts a job. Its users come a second later.
pub(crate) fn start_user_import_job(call: &mut Call<'_>, request: OneJob) -> Result<Value, CognitoError> {
    let (now, busy) = (call.now, call.world.imports_users());
    require_verified_attribute(call.world.pool(&request.user_pool_id)?)?;
    request.answer(call, |job| {
        if job.status != JobStatus::Created {
            return Err(refused(&format!("The user import job {} cannot be started again.", job.id)));
        }
        if !job.has_file() {
            return Err(refused(&format!("No csv file was uploaded for {}", job.id)));
        }
        if busy {
            return Err(refused("Another user import job is in progress."));
        }
        job.start(now);
        Ok(())
    })
}

pub(crate) fn stop_user_import_job(call: &mut Call<'_>, request: OneJob) -> Result<Value, CognitoError> {
    let now = call.now;
    request.answer(call, |job| match job.status {
        JobStatus::Pending => {
            job.stop(now);
            Ok(())
        }
        _ => Err(refused(&format!("The user import job {} is not in progress.", job.id))),
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListUserImportJobs {
    user_pool_id: String,
    max_results: usize,
    pagination_token: Option<String>,
}

/// Lists the jobs, the newest first. A token is the id of the last job on the page before.
pub(crate) fn list_user_import_jobs(
    call: &mut Call<'_>,
    request: ListUserImportJobs,
) -> Result<Value, CognitoError> {
    let base_url = &call.service.base_url;
    let pool = call.world.pool(&request.user_pool_id)?;
    let jobs: Vec<&ImportJob> = pool.import_jobs.values().rev().collect();
    let start = match &request.pagination_token {
        None => 0,
        Some(token) => {
            let last = jobs.iter().position(|job| job.id == *token);
            last.ok_or_else(|| CognitoError::invalid_parameter("Invalid pagination token."))? + 1
        }
    };
    let page: Vec<&ImportJob> = jobs.iter().skip(start).take(request.max_results).copied().collect();
    let described: Vec<Value> = page.iter().map(|job| describe(base_url, &pool.id, job)).collect();
    let mut answer = json!({ "UserImportJobs": described });
    if let Some(last) = page.last().filter(|_| start + page.len() < jobs.len()) {
        answer["PaginationToken"] = json!(last.id);
    }
    Ok(answer)
}
