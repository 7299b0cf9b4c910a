//! Writing: whole files or none, and standard output.

use std::io::Write;
use std::path::Path;

use crate::Stop;

/// Writes a file so that it is there whole or not at all: under another name first, then renamed.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".justera-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // For whoever may read the folder, as the umask has it: temporary files are for their owner alone else.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Writes a file below a folder, and nowhere else: not through a link inside the folder that leads out of it.
pub(crate) fn write_below(folder: &Path, relative: &str, bytes: &[u8]) -> std::io::Result<()> {
    let escapes = || std::io::Error::other("its path leads out of the output folder through a link there");
    if !is_below(relative) {
        return Err(escapes());
    }
    let path = folder.join(relative);
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent)?;
        if !std::fs::canonicalize(parent)?.starts_with(std::fs::canonicalize(folder)?) {
            return Err(escapes());
        }
    }
    write(&path, bytes)
}

/// Whether a relative path goes down only.
pub(crate) fn is_below(relative: &str) -> bool {
    Path::new(relative).components().all(|part| matches!(part, std::path::Component::Normal(_)))
}

/// Prints to standard output.
pub(crate) fn print(text: &str) -> Result<(), Stop> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}
