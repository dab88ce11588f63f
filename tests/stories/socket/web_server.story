// The chapter's server: it creates the socket that will listen. A client comes. Later the server needs
// sockets of its own, to ask another server for something.
story: a web server and its sockets

socket()

given: bind and listen: the server listens at port 80
  #1  LISTEN  198.18.203.1:80  *:*  fd 3  queue 0/5

given: a client is connected, and not accepted yet
  #1  LISTEN       198.18.203.1:80  *:*  fd 3  queue 1/5: #2
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025

socket()

given: accept hands the client out
  #1  LISTEN       198.18.203.1:80  *:*  fd 3  queue 0/5
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 5

given: the talk with the client is over, and descriptor 5 is closed
  - #2

socket()
