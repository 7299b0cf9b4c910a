//! Ctrl-C and SIGTERM: what is being written is finished, and nothing new is begun.

use std::sync::atomic::{AtomicU8, Ordering};

static TIMES: AtomicU8 = AtomicU8::new(0);

/// Listens from now on, for commands that write a folder of outputs. Asked a second time, the program ends at once.
pub(crate) fn listen() {
    // Where no handler can be set the signals end the program, and outputs are whole all the same.
    let _ = ctrlc::set_handler(|| {
        if TIMES.fetch_add(1, Ordering::SeqCst) > 0 {
            std::process::exit(i32::from(crate::STOPPED));
        }
    });
}

/// Whether the run should come to an end.
pub(crate) fn asked() -> bool {
    TIMES.load(Ordering::SeqCst) > 0
}
