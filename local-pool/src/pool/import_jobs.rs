//! Jobs that import users from a CSV file.

use super::import_file;
use super::{UserPool, World};
use crate::clock::Moment;
use crate::errors::CognitoError;
use crate::random;
use serde::{Deserialize, Serialize};

/// How long a job accepts the upload of its file, in seconds.
const UPLOAD_SECONDS: i64 = 15 * Moment::MINUTE;
/// The query parameter with the secret that allows the upload.
pub(crate) const SIGNATURE: &str = "X-Amz-Signature";
/// How long a job waits for its start, in seconds.
const WAITING_SECONDS: i64 = Moment::DAY;
/// How long a job runs, in seconds. In this time it can be stopped.
const RUNNING_SECONDS: i64 = 1;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum JobStatus {
    Created,
    /// Started. The users come after [`RUNNING_SECONDS`].
    Pending,
    Stopped,
    Expired,
    Failed,
    Succeeded,
}

/// How many users a job has imported, skipped because they exist already, and refused.
#[derive(Clone, Copy, Default, Serialize, Deserialize)]
pub(crate) struct Counts {
    pub imported: usize,
    pub skipped: usize,
    pub failed: usize,
}

#[derive(Clone, Serialize, Deserialize)]
enum UploadedFile {
    Text(String),
    NotText,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ImportJob {
    pub id: String,
    pub name: String,
    pub role_arn: String,
    /// Whoever knows this secret of the upload's address may upload the file.
    pub upload_secret: String,
    pub created: Moment,
    pub started: Option<Moment>,
    pub completed: Option<Moment>,
    pub status: JobStatus,
    pub counts: Counts,
    pub message: Option<String>,
    /// The uploaded file, until the job has run.
    file: Option<UploadedFile>,
    /// What became of each line of the file. It names no user.
    pub log: Vec<String>,
}

impl ImportJob {
    pub(crate) fn new(name: String, role_arn: String, now: Moment) -> Result<Self, CognitoError> {
        Ok(Self {
            id: format!("import-{}", random::alphanumeric(10)?),
            name,
            role_arn,
            upload_secret: random::opaque::<32>()?,
            created: now,
            started: None,
            completed: None,
            status: JobStatus::Created,
            counts: Counts::default(),
            message: None,
            file: None,
            log: Vec::new(),
        })
    }

    /// The path and the query of the address that takes the file.
    pub(crate) fn upload_path(&self, pool_id: &str) -> String {
        let (id, secret) = (&self.id, &self.upload_secret);
        format!("/_import/{pool_id}/{id}?X-Amz-Expires={UPLOAD_SECONDS}&{SIGNATURE}={secret}")
    }

    pub(crate) fn takes_upload(&self, now: Moment) -> bool {
        self.status == JobStatus::Created && now < self.created.plus_seconds(UPLOAD_SECONDS)
    }

    /// Takes the file. A later upload replaces it.
    pub(crate) fn upload(&mut self, bytes: &[u8]) {
        let text = std::str::from_utf8(bytes).map(str::to_owned);
        self.file = Some(text.map_or(UploadedFile::NotText, UploadedFile::Text));
    }

    pub(crate) fn has_file(&self) -> bool {
        self.file.is_some()
    }

    pub(crate) fn start(&mut self, now: Moment) {
        self.status = JobStatus::Pending;
        self.started = Some(now);
    }

    pub(crate) fn stop(&mut self, now: Moment) {
        self.complete(JobStatus::Stopped, "The Import Job was stopped by the developer.", now);
    }

    fn complete(&mut self, status: JobStatus, message: &str, now: Moment) {
        self.status = status;
        self.message = Some(message.to_owned());
        self.completed = Some(now);
        self.file = None;
    }

    /// Whether the job has to expire or to import its users now.
    fn is_due(&self, now: Moment) -> bool {
        match (self.status, self.started) {
            (JobStatus::Created, _) => now >= self.created.plus_seconds(WAITING_SECONDS),
            (JobStatus::Pending, Some(started)) => now >= started.plus_seconds(RUNNING_SECONDS),
            _ => false,
        }
    }
}

impl World {
    /// Does what the jobs of all pools have to do by now.
    pub(crate) fn run_import_jobs(&mut self, now: Moment) {
        let is_due = |pool: &&UserPool| pool.import_jobs.values().any(|job| job.is_due(now));
        let due: Vec<String> = self.pools.values().filter(is_due).map(|pool| pool.id.clone()).collect();
        for pool in due {
            self.pools.get_mut(&pool).into_iter().for_each(|pool| pool.run_import_jobs(now));
        }
    }

    /// Whether a job of any pool runs. As at Cognito, only one may.
    pub(crate) fn imports_users(&self) -> bool {
        self.pools.values().any(UserPool::imports_users)
    }
}

impl UserPool {
    fn imports_users(&self) -> bool {
        self.import_jobs.values().any(|job| job.status == JobStatus::Pending)
    }

    /// Refuses a change of the pool while a job runs.
    pub(crate) fn require_no_import(&self) -> Result<(), CognitoError> {
        match self.imports_users() {
            false => Ok(()),
            true => {
                let text = format!("A user import job is in progress for user pool {}.", self.id);
                Err(CognitoError::new("UserImportInProgressException", text))
            }
        }
    }

    pub(crate) fn import_job(&mut self, id: &str) -> Result<&mut ImportJob, CognitoError> {
        let number = self.import_jobs.iter().find(|(_, job)| job.id == id).map(|(number, _)| *number);
        number.and_then(|number| self.import_jobs.get_mut(&number)).ok_or_else(|| {
            CognitoError::new("ResourceNotFoundException", format!("User import job {id} does not exist."))
        })
    }

    /// Does what the jobs have to do by now.
    fn run_import_jobs(&mut self, now: Moment) {
        let due = self.import_jobs.iter().filter(|(_, job)| job.is_due(now)).map(|(number, _)| *number);
        for number in due.collect::<Vec<_>>() {
            // The job is out of the pool while the pool gets its users.
            if let Some(mut job) = self.import_jobs.remove(&number) {
                self.run_import_job(&mut job, now);
                self.import_jobs.insert(number, job);
            }
        }
    }

    fn run_import_job(&mut self, job: &mut ImportJob, now: Moment) {
        if job.status == JobStatus::Created {
            return job.complete(JobStatus::Expired, "The user import job has expired.", now);
        }
        let Some(UploadedFile::Text(text)) = job.file.take() else {
            return job.complete(JobStatus::Failed, "The CSV file is not in UTF-8.", now);
        };
        let rows = match import_file::read(&text, &self.import_header()) {
            Ok(rows) => rows,
            Err(message) => return job.complete(JobStatus::Failed, &message, now),
        };
        let (mut counts, mut log) = (Counts::default(), Vec::new());
        for row in rows {
            let outcome = row.fields.and_then(|fields| self.import_user(&fields, now));
            let (word, count, text) = match outcome {
                Ok(true) => ("SUCCEEDED", &mut counts.imported, "The import succeeded.".to_owned()),
                Ok(false) => ("SKIPPED", &mut counts.skipped, "The user already exists.".to_owned()),
                Err(text) => ("FAILED", &mut counts.failed, text),
            };
            *count += 1;
            log.push(format!("[{word}] Line Number {} - {text}", row.line));
        }
        (job.counts, job.log) = (counts, log);
        match counts.imported == 0 && counts.skipped + counts.failed > 0 {
            true => {
                let text = "Too many users have failed or been skipped during the import.";
                job.complete(JobStatus::Failed, text, now);
            }
            false => job.complete(JobStatus::Succeeded, "Import Job Completed Successfully.", now),
        }
    }
}
