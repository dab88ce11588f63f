// The chapter's own story: create, bind, listen. After that the server listens for connections.
story: a web server listens at port 80

given: socket() creates a socket
  #1  CLOSED  *:*  *:*  fd 3

given: bind(3, 198.18.203.1:80) writes address and port into it
  #1  CLOSED  198.18.203.1:80  *:*  fd 3

listen(3, 5)
