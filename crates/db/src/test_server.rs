//! A PostgreSQL cluster in a temporary folder, for integration tests (feature `test-server`).
//!
//! It listens on a socket in that folder only. A guardian process waits for the end of a pipe from the test process:
//! however that process ends, the server is stopped and the folder removed.

use std::io;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::postgres::Connection;

/// The system user that runs the server if the tests run as root, which PostgreSQL refuses.
const UNPRIVILEGED: &str = "postgres";
/// The number of clusters this process has started.
static STARTED: AtomicU32 = AtomicU32::new(0);

/// Whether commits wait for the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fsync {
    /// As in production.
    On,
    /// Faster; a crash of the machine would lose data, a crash of the server would not.
    Off,
}

/// A running server; stopped, and its folder removed, when it is dropped or the process ends.
#[derive(Debug)]
pub struct PostgresServer {
    folder: PathBuf,
    databases: AtomicU32,
    guardian: Child,
}

impl PostgresServer {
    /// Creates a cluster and starts it, with fsync on. Fails if PostgreSQL is not installed.
    pub fn start() -> io::Result<PostgresServer> {
        PostgresServer::start_with(Fsync::On)
    }

    /// The same, with a choice of fsync.
    pub fn start_with(fsync: Fsync) -> io::Result<PostgresServer> {
        let programs = find_programs()?;
        let number = STARTED.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("db-test-{}-{number}", std::process::id()));
        std::fs::create_dir(&folder)?;
        let root = is_root()?;
        if root {
            run(Command::new("chown").arg(UNPRIVILEGED).arg(&folder))?;
        }
        // Before the start, so that a failed start is cleaned up as well.
        let guardian = spawn_guardian(&programs, &folder, root)?;
        let server = PostgresServer { folder, databases: AtomicU32::new(0), guardian };
        let data = server.folder.join("data");
        run(as_user(root, &programs.join("initdb")).arg("-D").arg(&data).args([
            "--username=test",
            "--auth=trust",
            "--no-sync",
            "--encoding=UTF8",
            "--locale=C",
        ]))?;
        let fsync = if fsync == Fsync::On { "on" } else { "off" };
        let socket = server.folder.display();
        let options = format!("-k {socket} -c listen_addresses='' -c fsync={fsync} -c max_connections=300");
        let log = server.folder.join("log");
        run(as_user(root, &programs.join("pg_ctl"))
            .args(["start", "-w", "-o", &options, "-D"])
            .arg(&data)
            .arg("-l")
            .arg(log))?;
        Ok(server)
    }

    /// One server for all tests of this process, with fsync off; each test takes a [`PostgresServer::database`] of its
    /// own.
    ///
    /// # Panics
    /// If PostgreSQL is missing or does not start: a test without it has failed, not passed.
    pub fn shared() -> &'static PostgresServer {
        static SHARED: OnceLock<PostgresServer> = OnceLock::new();
        SHARED.get_or_init(|| match PostgresServer::start_with(Fsync::Off) {
            Ok(server) => server,
            Err(error) => panic!("the tests need PostgreSQL: {error}"),
        })
    }

    /// Creates an empty database; its URL. Blocks.
    ///
    /// # Panics
    /// If the server does not answer.
    pub fn database(&self) -> String {
        let name = format!("test{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let create = || Connection::open_plain(&self.url("postgres"))?.batch(&format!("create database {name}"));
        let created = std::thread::scope(|scope| scope.spawn(create).join());
        match created {
            Ok(Ok(())) => self.url(&name),
            Ok(Err(error)) => panic!("no test database: {error}"),
            Err(_) => panic!("no test database: the thread panicked"),
        }
    }

    /// All of a database as SQL, with a statement a row. Blocks.
    pub fn dump(&self, url: &str) -> io::Result<Vec<u8>> {
        let mut pg_dump = Command::new(find_programs()?.join("pg_dump"));
        let dumped = pg_dump.args(["--inserts", "--no-owner", "--no-privileges", "--dbname", url]).output()?;
        let said = String::from_utf8_lossy(&dumped.stderr);
        if dumped.status.success() { Ok(dumped.stdout) } else { Err(io::Error::other(format!("pg_dump: {said}"))) }
    }

    /// A new database from such a file; its URL. Blocks.
    pub fn restore(&self, dump: &Path) -> io::Result<String> {
        let url = self.database();
        let mut psql = Command::new(find_programs()?.join("psql"));
        run(psql.args(["--quiet", "--no-psqlrc", "--set", "ON_ERROR_STOP=1", "--dbname", &url, "--file"]).arg(dump))?;
        Ok(url)
    }

    fn url(&self, database: &str) -> String {
        format!("host={} user=test dbname={database}", self.folder.display())
    }
}

impl Drop for PostgresServer {
    fn drop(&mut self) {
        drop(self.guardian.stdin.take()); // the sign for the guardian
        drop(self.guardian.wait());
    }
}

/// Debian keeps the programs out of PATH; the newest version counts.
fn find_programs() -> io::Result<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let debian = versions.map(|entry| entry.path().join("bin")).filter(|path| path.join("initdb").exists());
    let version = |path: &PathBuf| path.parent()?.file_name()?.to_str()?.parse::<u32>().ok();
    if let Some(path) = debian.max_by_key(version) {
        return Ok(path);
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).find(|folder| folder.join("initdb").exists());
    found.ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "initdb is neither in /usr/lib/postgresql nor on PATH"))
}

fn is_root() -> io::Result<bool> {
    Ok(Command::new("id").arg("-u").output()?.stdout.trim_ascii() == b"0")
}

fn as_user(root: bool, program: &Path) -> Command {
    if !root {
        return Command::new(program);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", UNPRIVILEGED, "--"]).arg(program);
    command
}

fn spawn_guardian(programs: &Path, folder: &Path, root: bool) -> io::Result<Child> {
    let script = "cat >/dev/null; \"$1\" stop -m immediate -D \"$2/data\"; exit 0";
    let script = format!("trap '' INT TERM HUP; ({script}); rm -rf \"$2\"");
    let mut command = if root { as_user(root, Path::new("sh")) } else { Command::new("sh") };
    command.args(["-c", &script, "guardian"]).arg(programs.join("pg_ctl")).arg(folder);
    command.process_group(0); // an interrupt from the keyboard is not meant for it
    command.current_dir("/").stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()
}

fn run(command: &mut Command) -> io::Result<()> {
    // `pg_ctl start` hands its output on to the server: a pipe there would never end.
    let status = command.current_dir("/").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    if status.success() { Ok(()) } else { Err(io::Error::other(format!("{command:?}: {status}"))) }
}
