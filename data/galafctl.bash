# Completion of galafctl for bash. What fits is galafctl's own knowledge, so that this file never falls behind it.
_galafctl() {
	local line=${COMP_LINE:0:COMP_POINT} current candidates
	local -a words
	read -ra words <<<"$line"
	[[ $line == *[[:space:]] ]] && words+=('')
	current=${words[-1]}
	COMPREPLY=()
	candidates=$(galafctl __complete "${words[@]:1}" 2>/dev/null) || {
		compopt -o default
		return
	}
	[[ -n $candidates ]] && mapfile -t COMPREPLY <<<"$candidates"
	# The shell takes what stands behind a colon for a word of its own.
	[[ $current == *:* && $COMP_WORDBREAKS == *:* ]] && COMPREPLY=("${COMPREPLY[@]#"${current%:*}:"}")
	[[ ${COMPREPLY[*]} == user: ]] && compopt -o nospace
	return 0
}
complete -F _galafctl galafctl
