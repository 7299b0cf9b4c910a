//! Writing: whole files or none, and standard output.

use std::io::Write;
use std::path::Path;

use crate::Stop;

/// Writes a file so that it is there whole or not at all: under another name first, then renamed.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::Builder::new().prefix(".justera-").tempfile_in(folder)?;
    file.write_all(bytes)?;
    let file = file.persist(path).map_err(|error| error.error)?;
    readable(&file)
}

/// Temporary files are for their owner alone; what we write is for whoever may read the folder.
#[cfg(unix)]
fn readable(file: &std::fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &std::fs::File) -> std::io::Result<()> {
    Ok(())
}

/// Prints to standard output.
pub(crate) fn print(text: &str) -> Result<(), Stop> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}
