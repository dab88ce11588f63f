// The chapter's own story: a web server writes its address and port into its socket.
story: a web server gets its address and port

given: the server creates a socket
  #1  CLOSED  *:*  *:*  fd 3  options keepalive,nodelay

bind(3, 198.18.203.1:80)
