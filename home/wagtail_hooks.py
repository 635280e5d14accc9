"""What this app adds to the authoring desk."""

from home.desk_account import leave_names_to_the_roster
from home.editor_labels import label_what_has_no_name

label_what_has_no_name()
leave_names_to_the_roster()
