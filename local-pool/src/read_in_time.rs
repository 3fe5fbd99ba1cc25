//! A connection that ends if the client does not read a response.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

/// A stream that limits how long a response waits for its reader.
///
/// The time starts when the system takes no more bytes. It ends when the whole response is written, not with the next
/// byte. So a client that slowly reads single bytes can't hold the connection longer than one that reads none.
pub(crate) struct ReadInTime<S> {
    stream: S,
    limit: Duration,
    deadline: Option<Pin<Box<Sleep>>>,
}

impl<S> ReadInTime<S> {
    pub(crate) fn new(stream: S, limit: Duration) -> Self {
        Self { stream, limit, deadline: None }
    }

    /// The result of a write. The write fails if it has to wait past the deadline.
    fn until_deadline<T>(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if written.is_ready() {
            return written;
        }
        let limit = self.limit;
        let deadline = self.deadline.get_or_insert_with(|| Box::pin(sleep(limit)));
        ready!(deadline.as_mut().poll(context));
        Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "the response was not read in time")))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for ReadInTime<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for ReadInTime<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.until_deadline(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.until_deadline(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    /// hyper flushes when it has written a response.
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        if flushed.is_ready() {
            self.deadline = None;
        }
        self.until_deadline(context, flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let shut = Pin::new(&mut self.stream).poll_shutdown(context);
        self.until_deadline(context, shut)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream, duplex};
    use tokio::time::timeout;

    const LIMIT: Duration = Duration::from_millis(200);
    /// More bytes than the stream holds.
    const RESPONSE: [u8; 64] = [7; 64];

    fn connection() -> (ReadInTime<DuplexStream>, DuplexStream) {
        let (pool, client) = duplex(8);
        (ReadInTime::new(pool, LIMIT), client)
    }

    async fn respond(pool: &mut ReadInTime<DuplexStream>) -> io::Result<()> {
        pool.write_all(&RESPONSE).await?;
        pool.flush().await
    }

    fn is_late(result: io::Result<()>) -> bool {
        result.is_err_and(|error| error.kind() == io::ErrorKind::TimedOut)
    }

    #[tokio::test(start_paused = true)]
    async fn a_response_that_nobody_reads_fails() {
        let (mut pool, _client) = connection();
        assert!(is_late(respond(&mut pool).await));
    }

    #[tokio::test(start_paused = true)]
    async fn single_bytes_read_now_and_then_do_not_extend_the_time() {
        let (mut pool, mut client) = connection();
        let reader = tokio::spawn(async move {
            let mut read = 0;
            while client.read_u8().await.is_ok() {
                read += 1;
                sleep(LIMIT / 8).await;
            }
            read
        });
        assert!(is_late(respond(&mut pool).await));
        drop(pool);
        assert!((2..RESPONSE.len()).contains(&reader.await.unwrap()));
    }

    #[tokio::test(start_paused = true)]
    async fn the_time_limit_starts_again_for_each_response() {
        let (mut pool, mut client) = connection();
        for _ in 0..3 {
            let reading = async {
                sleep(LIMIT / 2).await;
                client.read_exact(&mut [0; RESPONSE.len()]).await
            };
            let (responded, read) = tokio::join!(respond(&mut pool), reading);
            responded.unwrap();
            read.unwrap();
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_wait_for_a_request_has_no_time_limit() {
        let (mut pool, _client) = connection();
        assert!(timeout(LIMIT * 3, pool.read_u8()).await.is_err());
    }
}
