//! nginx: static files and PUT under TLS 1.3, two workers, everything on that speeds it up.

use std::path::{Path, PathBuf};

use tokio::process::Command;

use crate::Done;
use crate::client::Target;
use crate::lab::{Lab, free_port};
use crate::measure::Running;

/// A running nginx.
pub(crate) struct Nginx {
    /// The process, with its workers.
    pub(crate) running: Running,
    port: u16,
    files: PathBuf,
}

impl Nginx {
    /// Starts it on a folder of its own.
    pub(crate) async fn start(lab: &Lab) -> Done<Self> {
        let home = lab.folder("nginx")?;
        let files = lab.folder("nginx/files")?;
        lab.folder("nginx/files/put")?;
        let port = free_port()?;
        let config = home.join("nginx.conf");
        std::fs::write(&config, settings(&home, lab, port))?;
        let mut nginx = Command::new(&lab.tools.nginx);
        nginx.arg("-p").arg(&home).arg("-c").arg(&config);
        nginx.arg("-e").arg(home.join("error.log"));
        let mut running = Running::start("nginx", &mut nginx, &home.join("said.log"))?;
        running.listening(port).await?;
        Ok(Self {
            running,
            port,
            files,
        })
    }

    /// Puts a file where it is served.
    pub(crate) fn lay(&self, name: &str, chunks: impl Iterator<Item = Vec<u8>>) -> Done<Target> {
        crate::house::write_file(&self.files.join(name), chunks)?;
        Ok(self.target(name))
    }

    /// The address of a file.
    pub(crate) fn target(&self, name: &str) -> Target {
        Target::open(format!("https://127.0.0.1:{}/{name}", self.port))
    }
}

fn settings(home: &Path, lab: &Lab, port: u16) -> String {
    let (home, cert, key) = (home.display(), lab.cert.display(), lab.key.display());
    format!(
        "daemon off; worker_processes 2; pid {home}/nginx.pid; user root;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; keepalive_requests 100000000;
  open_file_cache max=100; default_type application/octet-stream;
  client_max_body_size 0; client_body_temp_path {home}/body;
  proxy_temp_path {home}/p; fastcgi_temp_path {home}/f; uwsgi_temp_path {home}/u;
  scgi_temp_path {home}/s;
  server {{
    listen 127.0.0.1:{port} ssl; ssl_protocols TLSv1.3;
    ssl_certificate {cert}; ssl_certificate_key {key};
    root {home}/files;
    location /put/ {{ dav_methods PUT; }}
  }}
}}
"
    )
}
