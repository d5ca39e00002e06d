// In the studio a file's name is never proposed as a title: names of files tell what they should
// not ("mother's house.jpg"). The server takes none either.
for (const name of ["wagtail:images-upload", "wagtail:documents-upload"]) {
  document.addEventListener(name, (event) => {
    event.preventDefault();
  });
}
