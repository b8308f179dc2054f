//! What commands print on standard output, which somebody may stop reading, as `| head` does.

use std::io::{BufWriter, ErrorKind, Write};

use anyhow::Context as _;

/// Prints with the stream locked. A reader who has seen enough ends it without an error.
pub fn print(write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> anyhow::Result<()> {
    finish(write, std::io::stdout().lock())
}

fn finish(
    write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
    stream: impl Write,
) -> anyhow::Result<()> {
    let mut output = BufWriter::new(stream);
    match write(&mut output).and_then(|()| output.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(error).context("standard output cannot be written")
        }
        _ => {
            // What nobody reads any more must not be written again when the buffer is dropped.
            let _ = output.into_parts();
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stream that answers every write with an error.
    struct Refuses(ErrorKind);

    impl Write for Refuses {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_reader_who_stops_ends_the_output_and_a_full_disk_is_an_error() {
        let hello = |output: &mut dyn Write| writeln!(output, "hello");
        assert!(finish(hello, Refuses(ErrorKind::BrokenPipe)).is_ok());
        assert!(finish(hello, Refuses(ErrorKind::StorageFull)).is_err());
        let mut written = Vec::new();
        assert!(finish(hello, &mut written).is_ok());
        assert_eq!(written, b"hello\n");
    }
}
