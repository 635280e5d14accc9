"""What this app adds to the authoring desk."""

from home.editor_labels import label_what_has_no_name

label_what_has_no_name()
