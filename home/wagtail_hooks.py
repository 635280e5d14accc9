"""What this app adds to the authoring desk."""

from wagtail import hooks

from home import desk_menu, desk_panels
from home.desk_account import leave_names_to_the_roster
from home.editor_labels import label_what_has_no_name

label_what_has_no_name()
leave_names_to_the_roster()

hooks.register("construct_main_menu", desk_menu.arrange_menu)
hooks.register("construct_reports_menu", desk_menu.arrange_reports)
hooks.register("construct_homepage_summary_items", desk_menu.no_summary, order=1000)  # after those who add
hooks.register("construct_homepage_panels", desk_panels.arrange_panels)
