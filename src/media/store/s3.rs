//! A bucket that speaks S3. Keys, region and endpoint come from the usual `AWS_*` variables.

use std::sync::Arc;

use anyhow::Context;
use object_store::aws::AmazonS3Builder;
use object_store::path::Path as Key;

use super::MediaStore;

/// The store at an address `s3://bucket/prefix`.
///
/// # Errors
/// An address that is none, or variables that contradict each other.
pub(super) fn open(url: &str) -> anyhow::Result<MediaStore> {
    let (bucket, prefix) = parse(url).context("the address must look like s3://bucket/prefix")?;
    // The client takes the process's own provider. It fails only if one is there already, which then serves.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let files = AmazonS3Builder::from_env()
        .with_bucket_name(bucket)
        .build()
        .context("the AWS_* variables do not describe a bucket")?;
    Ok(MediaStore {
        files: Arc::new(files),
        prefix,
    })
}

fn parse(url: &str) -> Option<(&str, Key)> {
    let rest = url.strip_prefix("s3://")?;
    let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    let prefix = Key::parse(prefix.trim_matches('/')).ok()?;
    (!bucket.is_empty()).then_some((bucket, prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_a_bucket_and_what_stands_before_every_name() {
        assert_eq!(
            parse("s3://shop/media/"),
            Some(("shop", Key::from("media")))
        );
        assert_eq!(parse("s3://shop"), Some(("shop", Key::default())));
        assert_eq!(parse("s3:///media"), None);
        assert_eq!(parse("https://shop/media"), None);
    }
}
