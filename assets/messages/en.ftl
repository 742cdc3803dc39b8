# The interface in English. The format is described in src/message/parse.rs.

# panes
pane-sections = Sections
pane-reader = Reader
pane-entities = Names and dates
pane-facets = What is listed
pane-help = Keys
pane-warnings = Warnings
pane-doctor = This terminal
page-hint = Esc to go back
sections-all = All
sections-unread = Unread
sections-starred = Starred
sections-unsorted = No section
list-empty = No articles here
list-like = Like this
list-same-event = The same event
facets-empty = Nothing is listed
facet-sections = Sections
facet-sources = Sources
facet-days = Days
facet-entities = Names
no-date = Without a date
reader-empty = No article is open
reader-empty-hint = ? shows the keys
entities-empty = No names in this article
warnings-empty = No warnings
percent = { $percent }%

# status line
status-hint = ? help
status-loading = loading…
status-warnings = { $count ->
    [one] one warning, w shows it
   *[other] { $count } warnings, w shows them
}
articles = { $count ->
    [one] one article
   *[other] { $count } articles
}
unread = { $count ->
    [one] one unread
   *[other] { $count } unread
}
warnings = { $count ->
    [one] one warning
   *[other] { $count } warnings
}
no-match = Nothing found
no-unread = No more unread articles
library-failed = The library could not be used: { $reason }
sort-date = Order: newest first
sort-relevance = Order: best match first
sort-source = Order: by source
copies-shown = Every report has its own line
copies-none = No other article reports the same
copies-folded = Reports of the same are one line, with their number
group-none = Not gathered
group-section = Gathered by section
group-source = Gathered by source
group-day = Gathered by day
copied-text = The article is in the clipboard
copied-link = Copied { $link }
theme-mono = This terminal shows no colours
direction-auto = Text direction: by itself
direction-rtl = Text direction: right to left
direction-ltr = Text direction: left to right
tashkeel-off = Vowel signs: none
tashkeel-smart = Vowel signs: those that distinguish words
tashkeel-all = Vowel signs: all
tashkeel-smart-withheld = Vowel signs: those that distinguish words, but this terminal cannot show them
tashkeel-all-withheld = Vowel signs: all, but this terminal cannot show them
emit-switched = Arabic is written for the terminal in the mode { $mode }
emit-not-kept = The answer could not be kept: { $reason }
emit-kept = { $mode } is kept for this terminal
marks-not-stored = Marks are not kept: { $reason }
marks-not-read = Marks were not read: { $reason }
loading-failed = The other articles could not be loaded: { $reason }
settings-faulty = A fault in the settings: { $reason }
keys-faulty = A fault in the key file: { $reason }
clipboard-too-long = The text is too long to be copied

# warnings, behind the path
warning-empty = the file is empty
warning-binary = not a text
warning-too-large = larger than the limit
warning-unreadable = could not be read: { $reason }
warning-not-found = there is no such file
warning-not-a-file = neither a file nor a folder
warning-no-articles = no articles in the folder
warning-bad-front-matter = front matter, line { $line }: { $reason }
warning-bad-encoding = bytes that mean nothing in { $encoding }: { $lost }
warning-cut-off = long text, { $paragraphs } paragraphs were kept
warning-bad-date = a date that is none: { $value }

# the page about the terminal
doctor-question = Which line can you read? Press its number.
doctor-sample = هل تقرأ 12 خبرا من Baku (اليوم)؟
doctor-hint = 1–9 or Enter keeps a line, Esc leaves
doctor-empty = Nothing was found out about this terminal
fact-name = terminal
fact-version = its version
fact-multiplexer = between it and khabar
fact-replies = what it answered
fact-term = what it is called by the system
fact-mode = how Arabic is written for it
fact-why = and why
fact-colours = colours
fact-marks = vowel signs
fact-identity = its name in the settings
fact-safe = cells that ordinary signs take
fact-widths = cells that unsafe signs take
fact-clipboard = clipboard
fact-mouse = mouse
fact-synchronized = frames shown at once

# metadata
derived-title = title from the text
derived-section = section from the text
today = today
yesterday = yesterday
date = { $day } { $month } { $year }
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
language-ar = Arabic
language-fa = Persian
language-ur = Urdu
language-he = Hebrew
language-en = English
language-ckb = Kurdish
language-ku = Kurdish
language-ps = Pashto
language-ug = Uighur
language-fr = French
language-de = German
language-es = Spanish
language-tr = Turkish
language-ru = Russian
language-und = unknown language

# kinds of entities
kind-person = Persons
kind-place = Places
kind-organization = Organisations
kind-nationality = Nationalities
kind-event = Events
kind-date = Dates
kind-time = Times
kind-duration = Lengths of time
kind-quantity = Quantities
kind-money = Money
kind-percent = Shares
kind-url = Addresses

# help
context-global = Everywhere
context-sections = In the sections
context-list = In the list of articles
context-reader = In the reader
context-entities = In the names
context-find = While typing a search
context-help = On this page and that of warnings
context-doctor = On the page about the terminal
help-signs = Signs
help-sign-unread = ● not read yet
help-sign-star = ★ starred
help-sign-note = ¶ there is a note · ×2 there are two reports of it
help-sign-derived = ≈ worked out, not given by the source
help-sign-layout = On Arabic, Persian and Hebrew keyboards each key works at its place
help-sign-mouse = Mouse: a click selects, a second opens, the wheel scrolls, borders are dragged

# actions
action-move-down = one line down
action-move-up = one line up
action-page-down = one screen down
action-page-up = one screen up
action-half-page-down = half a screen down
action-half-page-up = half a screen up
action-go-first = to the beginning
action-go-last = to the end
action-open = open what is selected
action-go-deeper = on to the next pane: sections, articles, text
action-go-back = back to the pane before
action-go-right = to the right: unfold, fold, or the pane there
action-go-left = to the left: fold, unfold, or the pane there
action-focus-next = the next pane
action-focus-previous = the pane before
action-cancel = leave what is being done
action-find-article = find articles by title and text while typing
action-find-inside = find inside the article
action-next-match = the next match or mention, else the next unread article
action-previous-match = the match or mention before, else the unread article before
action-next-paragraph = the next paragraph
action-previous-paragraph = the paragraph before
action-next-article = the next article of the list
action-previous-article = the article before it in the list
action-next-unread = the next unread article
action-more-like-this = list what resembles this article
action-same-event = list what reports the same
action-switch-sort = order of the list: date, best match, source
action-switch-group = gather the list by nothing, section, source, day
action-unfold-copies = show the reports of the same below this line, or behind it again
action-switch-copies = show each report of the same in a line of its own, or all in one
action-show-facets = show what is listed: sections, sources, days, names
action-edit-note = write a note beside the article
action-toggle-star = star, or take the star away
action-toggle-read = mark as read or unread
action-toggle-fold = fold the section, or unfold it
action-zoom-reader = the reader on the whole screen, or back
action-show-entities = show or hide names and dates of the article
action-show-warnings = show the warnings
action-show-help = show the keys
action-show-doctor = about this terminal: which line can you read?
action-copy-text = copy the article
action-copy-link = copy the address or path of the article
action-widen-pane = make the pane wider
action-narrow-pane = make the pane narrower
action-switch-language = language of the interface: Arabic or English
action-switch-theme = colours: dark or light
action-switch-direction = text direction: by itself, right to left, left to right
action-switch-tashkeel = vowel signs (tashkeel): none, those that distinguish words, all
action-switch-emit = write Arabic for another kind of terminal
action-caret-left = the caret to the left
action-caret-right = the caret to the right
action-caret-home = the caret to the beginning
action-caret-end = the caret to the end
action-delete-backward = delete the letter before the caret
action-delete-forward = delete the letter after the caret
action-delete-word = delete the word before the caret
action-clear-line = delete the whole line
action-redraw = draw the screen again
action-suspend = stop until the shell continues
action-quit = leave khabar

# a query that is not wholly understood
query-unclosed-quote = This quotation mark has no other half
query-unclosed-bracket = This bracket is not closed
query-unopened-bracket = This bracket closes nothing
query-too-deep = Too many brackets inside one another
query-too-many = Too many words from here on
query-lone-or = OR wants something on both sides
query-unknown-field = There is no field { $field }
query-empty-field = Nothing stands after { $field }
query-unknown-state = { $value } is no state: unread, read, starred, new
query-unknown-possession = { $value } is nothing that an article has: note
query-bad-date = { $value } is no date: 2023-09-19, 2023-09, 2023-09..2023-10, 7d

# entities
pane-dossier = Entity
pane-timeline = Dates spoken of
sections-entities = Names
sections-rising = Rising
dossier-spellings = Written
dossier-companions = Appears with
dossier-by-day = by day
dossier-by-week = by week
dossier-by-month = by month
dossier-by-year = by year
dossier-by-years = { $years } years a bar
timeline-empty = No dates are spoken of here
timeline-no-year = Without a year
mentions = { $count ->
    [one] one mention
   *[other] { $count } mentions
}
entity-none = No name is selected
kind-hidden = { $kind }: switched off
kind-shown = { $kind }: switched on
kinds-not-stored = The kinds that are switched off are not kept: { $reason }
alias-nothing = Nothing to undo
alias-refused = That changes nothing
alias-renamed = Listed as { $name } (u takes it back)
alias-merged = Merged into { $name } (u takes it back)
alias-split = { $name } stands for itself now (u takes it back)
alias-wrong = { $name } names nobody any more (u takes it back)
alias-undone = Taken back
alias-redone = Said again
aliases-faulty = aliases.toml is not used: { $reason }
aliases-not-stored = What was said about names is not kept: { $reason }
action-show-timeline = show the dates that the listed articles speak of
action-toggle-kind = switch the kind of the selected name off, or on
action-rename-entity = list it under another name
action-merge-entity = it is the same as another: type, choose, Enter
action-split-entity = this spelling is another one
action-mark-wrong = it names nobody and nothing
action-undo-alias = take back what was said last about a name
action-redo-alias = say again what was taken back
